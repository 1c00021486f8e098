using Concordat.Oversight.Reports;
using Npgsql;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlReportStore(PostgreSqlDatabase database, TimeProvider time) : IReportStore
{
    private const string Columns = "log, entry, use_case, key, verdict, clauses, reason, time, state, reviewer, reviewed";

    public async ValueTask<bool> AddAsync(DecisionReport report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        return await database.WriteAsync(
            async work => await work.ExecuteAsync(
                $"INSERT INTO reports ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', NULL, NULL) ON CONFLICT DO NOTHING",
                report.Log,
                report.Entry,
                report.UseCase,
                report.Key,
                report.Verdict,
                string.Join('\n', report.Clauses),
                ReportNames.Of(report.Reason),
                StoredTime.ToWholeMicroseconds(report.Time)) == 1,
            cancellation);
    }

    public async ValueTask<DecisionReport?> FindAsync(string log, long entry, CancellationToken cancellation) => (await database.ReadAsync(
        async work => await work.ListAsync($"SELECT {Columns} FROM reports WHERE log = $1 AND entry = $2", Read, log, entry), cancellation)).FirstOrDefault();

    public ValueTask<long> CountOpenAsync(string? key, CancellationToken cancellation) => database.ReadAsync(
        work => key is null
            ? work.ScalarAsync<long>("SELECT count(*) FROM reports WHERE state = 'open'")
            : work.ScalarAsync<long>("SELECT count(*) FROM reports WHERE state = 'open' AND key = $1", key),
        cancellation);

    public ValueTask<IReadOnlyList<DecisionReport>> ListAsync(ReportState state, int most, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<DecisionReport>>(
            async work => await work.ListAsync(
                $"SELECT {Columns} FROM reports WHERE state = $1 ORDER BY time {(state == ReportState.Open ? "ASC" : "DESC")} LIMIT $2",
                Read,
                ReportNames.Of(state),
                Math.Clamp(most, 1, IReportStore.MostOpen)),
            cancellation);

    public ValueTask<bool> ReviewAsync(string log, long entry, ReportState outcome, string reviewer, CancellationToken cancellation) => database.WriteAsync(
        async work => await work.ExecuteAsync(
            "UPDATE reports SET state = $1, reviewer = $2, reviewed = $3 WHERE log = $4 AND entry = $5 AND state = 'open'",
            ReportNames.Of(outcome),
            reviewer,
            time.GetStoredNow(),
            log,
            entry) == 1,
        cancellation);

    public async ValueTask<ReportCounts> CountAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) => (await database.ReadAsync(
        async work => await work.ListAsync(
            "SELECT count(*), count(*) FILTER (WHERE state = 'upheld'), count(*) FILTER (WHERE state = 'dismissed') FROM reports WHERE time >= $1 AND time < $2",
            row => new ReportCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            from.ToUniversalTime(),
            until.ToUniversalTime()),
        cancellation))[0];

    private static DecisionReport Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4),
        [.. row.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries)], ReportNames.ParseReason(row.GetString(6)) ?? ReportReason.Unclear,
        row.GetFieldValue<DateTimeOffset>(7))
    {
        State = ReportNames.ParseState(row.GetString(8)),
        Reviewer = row.IsDBNull(9) ? null : row.GetString(9),
        Reviewed = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
    };
}
