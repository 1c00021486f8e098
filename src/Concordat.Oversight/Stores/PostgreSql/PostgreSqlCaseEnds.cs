using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <summary>How cases end without a decision: with an event for those who are told, and a change for the ledger, in the same transaction.</summary>
/// <remarks>A case that somebody decides or uses at the same moment is passed by, and looked at again the next time.</remarks>
internal static class PostgreSqlCaseEnds
{
    private const string Record = "INSERT INTO unrecorded_changes (kind, act, subject, use_case, time) SELECT 'case-end'";

    /// <summary>Those whose time is over, the oldest first.</summary>
    public static ValueTask<int> ExpireAsync(PostgreSqlWork work, DateTimeOffset now) => work.ExecuteAsync(
        $"""
        WITH due AS (
          SELECT id FROM cases WHERE state IN ('open', 'granted') AND expires <= $1 AND id IN (
            (SELECT id FROM cases WHERE state = 'open' AND expires <= $1 ORDER BY expires, id LIMIT $2)
            UNION ALL (SELECT id FROM cases WHERE state = 'granted' AND expires <= $1 ORDER BY expires, id LIMIT $2))
          LIMIT $2 FOR UPDATE SKIP LOCKED),
        ended AS (UPDATE cases SET state = 'expired' FROM due WHERE cases.id = due.id RETURNING cases.id, cases.use_case, cases.expires)
        {Record}, 'expired', id, use_case, expires FROM ended
        """,
        now, CaseRules.MostEnded);

    /// <summary>Those of one use case.</summary>
    public static ValueTask<int> ExpireOfAsync(PostgreSqlWork work, string useCase, DateTimeOffset now) => work.ExecuteAsync(
        $"""
        WITH ended AS (UPDATE cases SET state = 'expired' WHERE state IN ('open', 'granted') AND use_case = $1 AND expires <= $2 RETURNING id, use_case, expires)
        {Record}, 'expired', id, use_case, expires FROM ended
        """,
        useCase, now);

    /// <summary>Those of another agreement. They end now, whatever time they had left.</summary>
    public static ValueTask<int> SupersedeAsync(PostgreSqlWork work, string agreement, DateTimeOffset before, DateTimeOffset now) => work.ExecuteAsync(
        $"""
        WITH due AS (SELECT id FROM cases WHERE state IN ('open', 'granted') AND agreement <> $1 AND created < $2 AND expires > $3 LIMIT $4 FOR UPDATE SKIP LOCKED),
        ended AS (UPDATE cases SET state = 'expired', expires = $3, note = '{CaseRules.Superseded}' FROM due WHERE cases.id = due.id RETURNING cases.id, cases.use_case, cases.expires)
        {Record}, '{CaseRules.Superseded}', id, use_case, expires FROM ended
        """,
        agreement, before.ToUniversalTime(), now, CaseRules.MostEnded);
}
