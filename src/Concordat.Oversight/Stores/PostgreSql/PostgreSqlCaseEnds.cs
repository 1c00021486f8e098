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
    /// <returns>Null where a later one is known.</returns>
    public static async ValueTask<int?> SupersedeAsync(PostgreSqlWork work, AgreementInUse agreement, DateTimeOffset before, DateTimeOffset now)
    {
        var (major, minor, patch) = agreement.Numbers;
        await work.ExecuteAsync(
            """
            INSERT INTO agreement_in_use AS known (one, hash, effective, major, minor, patch) VALUES (1, $1, $2, $3, $4, $5) ON CONFLICT (one) DO UPDATE
            SET hash = excluded.hash, effective = excluded.effective, major = excluded.major, minor = excluded.minor, patch = excluded.patch
            WHERE (known.effective, known.major, known.minor, known.patch) < (excluded.effective, excluded.major, excluded.minor, excluded.patch)
              OR (known.hash = $6::text
                AND (known.effective, known.major, known.minor, known.patch) = (excluded.effective, excluded.major, excluded.minor, excluded.patch))
            """,
            agreement.Hash, agreement.Effective.ToUniversalTime(), major, minor, patch, agreement.Previous).ConfigureAwait(false);
        return await work.ScalarAsync<string>("SELECT hash FROM agreement_in_use").ConfigureAwait(false) == agreement.Hash
            ? await EndOthersAsync(work, agreement.Hash, before, now).ConfigureAwait(false)
            : null;
    }

    private static ValueTask<int> EndOthersAsync(PostgreSqlWork work, string agreement, DateTimeOffset before, DateTimeOffset now) => work.ExecuteAsync(
        $"""
        WITH due AS (SELECT id FROM cases WHERE state IN ('open', 'granted') AND agreement <> $1 AND created < $2 AND expires > $3 LIMIT $4 FOR UPDATE SKIP LOCKED),
        ended AS (UPDATE cases SET state = 'expired', expires = $3, note = '{CaseRules.Superseded}' FROM due WHERE cases.id = due.id RETURNING cases.id, cases.use_case, cases.expires)
        {Record}, '{CaseRules.Superseded}', id, use_case, expires FROM ended
        """,
        agreement, before.ToUniversalTime(), now, CaseRules.MostEnded);

    /// <summary>An open one that whoever asked takes back.</summary>
    public static async ValueTask<CaseResult> TakeBackAsync(PostgreSqlWork work, CaseId id, string by, DateTimeOffset now)
    {
        var present = await PostgreSqlCaseRows.FindAsync(work, id, now, forUpdate: true);
        if (CaseRules.FaultOfTakingBack(present, id) is { } error)
        {
            return CaseResult.Refused(error);
        }

        await work.ExecuteAsync(
            """
            WITH ended AS (UPDATE cases SET state = 'withdrawn', expires = $1 WHERE id = $2 RETURNING id, use_case, expires)
            INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time) SELECT 'case-end', 'withdrawn', id, use_case, $3, expires FROM ended
            """,
            now, id.Value, by);
        return CaseResult.Done(present! with { State = CaseState.Withdrawn, Expires = now });
    }
}
