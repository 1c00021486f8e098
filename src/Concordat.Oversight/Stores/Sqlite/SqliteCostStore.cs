using System.Globalization;
using Concordat.Oversight.Costs;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteCostStore(SqliteDatabase database) : ICostStore
{
    public ValueTask<long> CountedAsync(string log, CancellationToken cancellation) =>
        database.ReadAsync((connection, transaction) => Counted(connection, transaction, log), cancellation);

    public ValueTask<bool> AddAsync(string log, long from, long until, IReadOnlyList<UsageDay> more, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(more);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                if (Counted(connection, transaction, log) != from)
                {
                    return false;
                }

                SqliteRun.Execute(
                    connection,
                    transaction,
                    "INSERT INTO usage_counted (log, entries) VALUES ($log, $until) ON CONFLICT (log) DO UPDATE SET entries = excluded.entries;",
                    ("$log", log),
                    ("$until", until));
                foreach (var day in more)
                {
                    Add(connection, transaction, "usage_days", "day", day.Day.DayNumber, day);
                    Add(connection, transaction, "usage_months", "month", UsageSpan.MonthOf(day.Day), day);
                }

                return true;
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<UsageSum>> SumAsync(DateOnly first, DateOnly last, string by, string? useCase, CancellationToken cancellation)
    {
        var (sql, span) = (UsageSpan.Sum(by), UsageSpan.Of(first, last));
        return database.ReadAsync<IReadOnlyList<UsageSum>>(
            (connection, transaction) =>
            {
                using var ask = SqliteRun.Command(
                    connection, transaction, sql, ("$1", span.FirstDay), ("$2", span.LastDay), ("$3", span.FirstMonth), ("$4", span.LastMonth), ("$5", span.FirstRest),
                    ("$6", span.LastRest), ("$7", (object?)useCase ?? DBNull.Value));
                using var row = ask.ExecuteReader();
                List<UsageSum> sums = [];
                while (row.Read())
                {
                    sums.Add(new UsageSum(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)));
                }

                return sums;
            },
            cancellation);
    }

    private static long Counted(SqliteConnection connection, SqliteTransaction transaction, string log)
    {
        using var ask = new SqliteCommand("SELECT coalesce(max(entries), 0) FROM usage_counted WHERE log = $log;", connection, transaction);
        ask.Parameters.AddWithValue("$log", log);
        return Convert.ToInt64(ask.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Add(SqliteConnection connection, SqliteTransaction transaction, string table, string period, int number, UsageDay day) => SqliteRun.Execute(
        connection,
        transaction,
        $"""
        INSERT INTO {table} ({period}, use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost)
        VALUES ($period, $useCase, $key, $model, $deployment, $vendor, $currency, $answers, $estimated, $input, $output, $cost)
        ON CONFLICT ({period}, use_case, api_key, model, deployment, vendor, currency) DO UPDATE SET
            answers = answers + excluded.answers, estimated = estimated + excluded.estimated, input = input + excluded.input,
            output = output + excluded.output, cost = cost + excluded.cost;
        """,
        ("$period", number),
        ("$useCase", day.UseCase),
        ("$key", day.Key),
        ("$model", day.Model),
        ("$deployment", day.Deployment),
        ("$vendor", day.Vendor),
        ("$currency", day.Currency),
        ("$answers", day.Answers),
        ("$estimated", day.Estimated),
        ("$input", day.Input),
        ("$output", day.Output),
        ("$cost", day.Cost));
}
