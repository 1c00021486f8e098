using System.Runtime.InteropServices;
using Concordat.Oversight.Budgets;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlBudgetStore(PostgreSqlDatabase database) : IBudgetStore
{
    public ValueTask<IReadOnlyList<LeaseAnswer>> LeaseAsync(
        IReadOnlyList<LeaseAsk> asks, DateTimeOffset now, CancellationToken cancellation)
    {
        LeaseRules.Check(asks);
        return database.WriteAsync<IReadOnlyList<LeaseAnswer>>(
            async work =>
            {
                // one by one, and always in the same order, so that no two nodes wait for each other
                foreach (var counter in asks.Select(static ask => ask.Counter).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    await work.LockAsync($"budget of {counter}");
                }

                var answers = new List<LeaseAnswer>(asks.Count);
                foreach (var ask in asks)
                {
                    answers.Add(await LeaseAsync(work, ask, now.ToMicroseconds()));
                }

                return answers;
            },
            cancellation);
    }

    public async ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation) =>
        await database.WriteAsync(work => work.ExecuteAsync("DELETE FROM budget_leases WHERE forget < $1", now.ToMicroseconds()), cancellation);

    private static async ValueTask<LeaseAnswer> LeaseAsync(PostgreSqlWork work, LeaseAsk ask, long now)
    {
        // 1 the parts of the silent
        await work.ExecuteAsync(
            """
            UPDATE budget_leases SET spent = spent + CASE WHEN hard THEN held ELSE 0 END, held = 0
            WHERE counter = $1 AND start = $2 AND holder <> $3 AND expires <= $4 AND held > 0
            """,
            ask.Counter,
            ask.Window,
            ask.Holder,
            now);

        // 2 the others
        var others = await work.ListAsync(
            """
            SELECT CAST(coalesce(sum(spent), 0) AS bigint), CAST(coalesce(sum(held), 0) AS bigint)
            FROM budget_leases WHERE counter = $1 AND start = $2 AND holder <> $3
            """,
            static row => new Sums(row.GetInt64(0), row.GetInt64(1)),
            ask.Counter,
            ask.Window,
            ask.Holder);

        // 3 its own
        var answer = LeaseRules.Grant(ask, others[0].Spent, others[0].Held);
        await work.ExecuteAsync(
            """
            INSERT INTO budget_leases (counter, start, holder, spent, held, hard, expires, forget) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (counter, start, holder) DO UPDATE SET
                spent = excluded.spent, held = excluded.held, hard = excluded.hard, expires = excluded.expires, forget = excluded.forget
            """,
            ask.Counter,
            ask.Window,
            ask.Holder,
            ask.Spent,
            ask.Keep + answer.Extra,
            ask.IsHard,
            ask.Expires.ToMicroseconds(),
            ask.Forget.ToMicroseconds());
        return answer;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sums(long Spent, long Held);
}
