using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlCaseBoard(PostgreSqlDatabase database, TimeProvider time) : ICaseBoard
{
    public ValueTask<WaitingCases> WaitingAsync(WaitingFilter filter, WaitingKey? after, int limit, CancellationToken cancellation)
    {
        CasePaging.Check(filter, limit);
        return database.ReadAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                var found = await work.ListAsync(
                    $"""
                    SELECT {PostgreSqlCaseRows.Columns} FROM cases c
                    WHERE c.state = 'open' AND c.expires > $1 AND (c.type = ANY ($2) OR c.clauses && $8) AND NOT c.use_case = ANY ($3)
                      AND NOT EXISTS (SELECT 1 FROM case_signatures s WHERE s.case_id = c.id AND s.decision = 'grant' AND s.approver = $4)
                      AND (c.expires, c.id) > ($5, $6)
                    ORDER BY c.expires, c.id LIMIT $7
                    """,
                    row => PostgreSqlCaseRows.Read(row, now),
                    now,
                    filter.Types.Select(CaseNames.Of).ToArray(),
                    filter.ExceptUseCases.IsDefault ? [] : filter.ExceptUseCases.ToArray(),
                    filter.NotSignedBy,
                    after?.Expires ?? now,
                    after?.Id.Value ?? "",
                    limit + 1,
                    filter.Clauses.ToArray());
                return CasePaging.CutWaiting(found, limit);
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<DecidedCases>> DecidedAsync(DateOnly first, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<DecidedCases>>(
            async work => await work.ListAsync(
                "SELECT day, granted, denied, withdrawn, took FROM decided_days WHERE day >= $1 ORDER BY day",
                static row => DecidedCases.Of(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                first.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
            cancellation);

    public ValueTask<IReadOnlyList<Precedent>> NearestAsync(CaseId id, IReadOnlyList<CaseId> also, int limit, CancellationToken cancellation)
    {
        CasePaging.CheckPrecedents(limit);
        return database.ReadAsync<IReadOnlyList<Precedent>>(
            async work =>
            {
                var own = await work.ListAsync("SELECT feature FROM case_features WHERE case_id = $1", static row => row.GetString(0), id.Value);
                var hits = await work.ListAsync(
                    """
                    SELECT f.feature, c.case_id FROM unnest($1::text[]) f(feature) CROSS JOIN LATERAL (
                        SELECT x.case_id FROM case_features x WHERE x.feature = f.feature AND x.case_id < $2 ORDER BY x.case_id DESC LIMIT $3) c
                    """,
                    static row => (row.GetString(0), row.GetString(1)),
                    (object)own.ToArray(),
                    id.Value,
                    PrecedentSearch.PerFeature);
                var compared = await work.ListAsync(
                    "SELECT case_id, feature FROM case_features WHERE case_id = ANY($1::text[])",
                    static row => (row.GetString(0), row.GetString(1)),
                    (object)PrecedentSearch.Candidates(hits, also, id).ToArray());
                var now = time.GetStoredNow();
                List<Precedent> nearest = [];
                foreach (var (other, distance, shared) in PrecedentSearch.Nearest(own.ToHashSet(StringComparer.Ordinal), compared, limit))
                {
                    nearest.Add(new Precedent((await PostgreSqlCaseRows.FindAsync(work, NoticeRules.Id(other), now, forUpdate: false))!, distance, shared));
                }

                return nearest;
            },
            cancellation);
    }
}
