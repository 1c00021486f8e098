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
                    Add(connection, transaction, day);
                }

                return true;
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<UsageDay>> ListAsync(DateOnly first, DateOnly last, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<UsageDay>>(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand(
                    """
                    SELECT day, use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost
                    FROM usage_days WHERE day BETWEEN $first AND $last ORDER BY day;
                    """,
                    connection,
                    transaction);
                ask.Parameters.AddWithValue("$first", first.DayNumber);
                ask.Parameters.AddWithValue("$last", last.DayNumber);
                using var row = ask.ExecuteReader();
                List<UsageDay> days = [];
                while (row.Read())
                {
                    days.Add(new UsageDay(
                        DateOnly.FromDayNumber(row.GetInt32(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
                        row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11)));
                }

                return days;
            },
            cancellation);

    private static long Counted(SqliteConnection connection, SqliteTransaction transaction, string log)
    {
        using var ask = new SqliteCommand("SELECT coalesce(max(entries), 0) FROM usage_counted WHERE log = $log;", connection, transaction);
        ask.Parameters.AddWithValue("$log", log);
        return Convert.ToInt64(ask.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Add(SqliteConnection connection, SqliteTransaction transaction, UsageDay day) => SqliteRun.Execute(
        connection,
        transaction,
        """
        INSERT INTO usage_days (day, use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost)
        VALUES ($day, $useCase, $key, $model, $deployment, $vendor, $currency, $answers, $estimated, $input, $output, $cost)
        ON CONFLICT (day, use_case, api_key, model, deployment, vendor, currency) DO UPDATE SET
            answers = answers + excluded.answers, estimated = estimated + excluded.estimated, input = input + excluded.input,
            output = output + excluded.output, cost = cost + excluded.cost;
        """,
        ("$day", day.Day.DayNumber),
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
