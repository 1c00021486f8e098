using Concordat.Oversight.Costs;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlCostStore(PostgreSqlDatabase database) : ICostStore
{
    private const string Counted = "SELECT coalesce(max(entries), 0) FROM usage_counted WHERE log = $1";

    public ValueTask<long> CountedAsync(string log, CancellationToken cancellation) =>
        database.ReadAsync(work => work.ScalarAsync<long>(Counted, log), cancellation);

    public ValueTask<bool> AddAsync(string log, long from, long until, IReadOnlyList<UsageDay> more, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(more);
        return database.WriteAsync(
            async work =>
            {
                await work.LockAsync($"usage of {log}");
                if (await work.ScalarAsync<long>(Counted, log) != from)
                {
                    return false;
                }

                await work.ExecuteAsync(
                    "INSERT INTO usage_counted (log, entries) VALUES ($1, $2) ON CONFLICT (log) DO UPDATE SET entries = excluded.entries", log, until);

                // always in the same order, so that no two nodes wait for each other
                foreach (var day in more.OrderBy(static d => d.Day).ThenBy(static d => d.UseCase, StringComparer.Ordinal).ThenBy(static d => d.Key, StringComparer.Ordinal)
                    .ThenBy(static d => d.Model, StringComparer.Ordinal).ThenBy(static d => d.Deployment, StringComparer.Ordinal).ThenBy(static d => d.Vendor, StringComparer.Ordinal)
                    .ThenBy(static d => d.Currency, StringComparer.Ordinal))
                {
                    await AddAsync(work, day);
                }

                return true;
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<UsageDay>> ListAsync(DateOnly first, DateOnly last, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<UsageDay>>(
            async work => await work.ListAsync(
                """
                SELECT day, use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost
                FROM usage_days WHERE day BETWEEN $1 AND $2 ORDER BY day
                """,
                static row => new UsageDay(
                    DateOnly.FromDayNumber(row.GetInt32(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
                    row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11)),
                first.DayNumber,
                last.DayNumber),
            cancellation);

    private static async ValueTask AddAsync(PostgreSqlWork work, UsageDay day) => await work.ExecuteAsync(
        """
        INSERT INTO usage_days AS u (day, use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (day, use_case, api_key, model, deployment, vendor, currency) DO UPDATE SET
            answers = u.answers + excluded.answers, estimated = u.estimated + excluded.estimated, input = u.input + excluded.input,
            output = u.output + excluded.output, cost = u.cost + excluded.cost
        """,
        day.Day.DayNumber,
        day.UseCase,
        day.Key,
        day.Model,
        day.Deployment,
        day.Vendor,
        day.Currency,
        day.Answers,
        day.Estimated,
        day.Input,
        day.Output,
        day.Cost);
}
