using Concordat.Oversight.Reports;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteReportStore(SqliteDatabase database, TimeProvider time) : IReportStore
{
    private const string Columns = "log, entry, use_case, key, verdict, clauses, reason, time, state, reviewer, reviewed";

    public async ValueTask<bool> AddAsync(DecisionReport report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        return await database.WriteAsync(
            (connection, transaction) => Run(
                connection,
                transaction,
                $"INSERT INTO reports ({Columns}) VALUES ($log, $entry, $use, $key, $verdict, $clauses, $reason, $time, 'open', NULL, NULL) ON CONFLICT DO NOTHING;",
                ("$log", report.Log),
                ("$entry", report.Entry),
                ("$use", report.UseCase),
                ("$key", report.Key),
                ("$verdict", report.Verdict),
                ("$clauses", string.Join('\n', report.Clauses)),
                ("$reason", ReportNames.Of(report.Reason)),
                ("$time", report.Time.ToMicroseconds())) == 1,
            cancellation);
    }

    public async ValueTask<DecisionReport?> FindAsync(string log, long entry, CancellationToken cancellation) =>
        (await ReadAsync($"SELECT {Columns} FROM reports WHERE log = $log AND entry = $entry;", cancellation, ("$log", log), ("$entry", entry))).FirstOrDefault();

    public ValueTask<long> CountOpenAsync(string? key, CancellationToken cancellation) => database.ReadAsync(
        (connection, transaction) =>
        {
            using var ask = Command(
                connection, transaction, $"SELECT count(*) FROM reports WHERE state = 'open'{(key is null ? "" : " AND key = $key")};", key is null ? [] : [("$key", key)]);
            return (long)ask.ExecuteScalar()!;
        },
        cancellation);

    public async ValueTask<IReadOnlyList<DecisionReport>> ListAsync(ReportState state, int most, CancellationToken cancellation) => await ReadAsync(
        $"SELECT {Columns} FROM reports WHERE state = $state ORDER BY time {(state == ReportState.Open ? "ASC" : "DESC")} LIMIT $most;",
        cancellation,
        ("$state", ReportNames.Of(state)),
        ("$most", Math.Clamp(most, 1, IReportStore.MostOpen)));

    public ValueTask<bool> ReviewAsync(string log, long entry, ReportState outcome, string reviewer, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => Run(
            connection,
            transaction,
            "UPDATE reports SET state = $to, reviewer = $reviewer, reviewed = $now WHERE log = $log AND entry = $entry AND state = 'open';",
            ("$to", ReportNames.Of(outcome)),
            ("$reviewer", reviewer),
            ("$now", time.GetStoredNow().ToMicroseconds()),
            ("$log", log),
            ("$entry", entry)) == 1,
        cancellation);

    public ValueTask<ReportCounts> CountAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) => database.ReadAsync(
        (connection, transaction) =>
        {
            using var ask = Command(
                connection,
                transaction,
                "SELECT count(*), count(*) FILTER (WHERE state = 'upheld'), count(*) FILTER (WHERE state = 'dismissed') FROM reports WHERE time >= $from AND time < $until;",
                ("$from", from.ToMicroseconds()),
                ("$until", until.ToMicroseconds()));
            using var row = ask.ExecuteReader();
            row.Read();
            return new ReportCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        },
        cancellation);

    private ValueTask<List<DecisionReport>> ReadAsync(string sql, CancellationToken cancellation, params (string Name, object Value)[] values) => database.ReadAsync(
        (connection, transaction) =>
        {
            using var ask = Command(connection, transaction, sql, values);
            using var row = ask.ExecuteReader();
            List<DecisionReport> found = [];
            while (row.Read())
            {
                found.Add(new DecisionReport(
                    row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4),
                    [.. row.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries)], ReportNames.ParseReason(row.GetString(6)) ?? ReportReason.Unclear,
                    StoredTime.FromMicroseconds(row.GetInt64(7)))
                {
                    State = ReportNames.ParseState(row.GetString(8)),
                    Reviewer = row.IsDBNull(9) ? null : row.GetString(9),
                    Reviewed = row.IsDBNull(10) ? null : StoredTime.FromMicroseconds(row.GetInt64(10)),
                });
            }

            return found;
        },
        cancellation);

    private static int Run(SqliteConnection connection, SqliteTransaction transaction, string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(connection, transaction, sql, values);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, params (string Name, object Value)[] values)
    {
#pragma warning disable CA2100 // callers pass constants; values go into parameters
        var command = new SqliteCommand(sql, connection, transaction);
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
