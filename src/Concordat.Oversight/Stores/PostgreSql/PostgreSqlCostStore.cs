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
                    await AddAsync(work, "usage_days", "day", day.Day.DayNumber, day);
                    await AddAsync(work, "usage_months", "month", UsageSpan.MonthOf(day.Day), day);
                }

                return true;
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<UsageSum>> SumAsync(DateOnly first, DateOnly last, string by, string? useCase, CancellationToken cancellation)
    {
        var (sql, span) = (UsageSpan.Sum(by), UsageSpan.Of(first, last));
        return database.ReadAsync<IReadOnlyList<UsageSum>>(
            async work => await work.ListAsync(
                sql,
                static row => new UsageSum(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)),
                span.FirstDay,
                span.LastDay,
                span.FirstMonth,
                span.LastMonth,
                span.FirstRest,
                span.LastRest,
                useCase),
            cancellation);
    }

    private static async ValueTask AddAsync(PostgreSqlWork work, string table, string period, int number, UsageDay day) => await work.ExecuteAsync(
        $"""
        INSERT INTO {table} AS u ({period}, use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT ({period}, use_case, api_key, model, deployment, vendor, currency) DO UPDATE SET
            answers = u.answers + excluded.answers, estimated = u.estimated + excluded.estimated, input = u.input + excluded.input,
            output = u.output + excluded.output, cost = u.cost + excluded.cost
        """,
        number,
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
