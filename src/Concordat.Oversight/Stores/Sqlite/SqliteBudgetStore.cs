using Concordat.Oversight.Budgets;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteBudgetStore(SqliteDatabase database) : IBudgetStore
{
    public ValueTask<IReadOnlyList<LeaseAnswer>> LeaseAsync(
        IReadOnlyList<LeaseAsk> asks, DateTimeOffset now, CancellationToken cancellation)
    {
        LeaseRules.Check(asks);
        return database.WriteAsync<IReadOnlyList<LeaseAnswer>>(
            (connection, transaction) => [.. asks.Select(ask => Lease(connection, transaction, ask, now.ToMicroseconds()))], cancellation);
    }

    public async ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation) =>
        await database.WriteAsync(
            (connection, transaction) =>
                SqliteRun.Execute(connection, transaction, "DELETE FROM budget_leases WHERE forget < $now;", ("$now", now.ToMicroseconds())),
            cancellation);

    private static LeaseAnswer Lease(SqliteConnection connection, SqliteTransaction transaction, LeaseAsk ask, long now)
    {
        // 1 the parts of the silent
        SqliteRun.Execute(
            connection,
            transaction,
            """
            UPDATE budget_leases SET spent = spent + held * hard, held = 0
            WHERE counter = $counter AND start = $start AND holder <> $holder AND expires <= $now AND held > 0;
            """,
            ("$counter", ask.Counter),
            ("$start", ask.Window),
            ("$holder", ask.Holder),
            ("$now", now));

        // 2 the others
        long spent;
        long held;
        using (var others = new SqliteCommand(
            "SELECT coalesce(sum(spent), 0), coalesce(sum(held), 0) FROM budget_leases WHERE counter = $counter AND start = $start AND holder <> $holder;",
            connection,
            transaction))
        {
            others.Parameters.AddWithValue("$counter", ask.Counter);
            others.Parameters.AddWithValue("$start", ask.Window);
            others.Parameters.AddWithValue("$holder", ask.Holder);
            using var row = others.ExecuteReader();
            row.Read();
            (spent, held) = (row.GetInt64(0), row.GetInt64(1));
        }

        // 3 its own
        var answer = LeaseRules.Grant(ask, spent, held);
        SqliteRun.Execute(
            connection,
            transaction,
            """
            INSERT INTO budget_leases (counter, start, holder, spent, held, hard, expires, forget)
            VALUES ($counter, $start, $holder, $spent, $held, $hard, $expires, $forget)
            ON CONFLICT (counter, start, holder) DO UPDATE SET
                spent = excluded.spent, held = excluded.held, hard = excluded.hard, expires = excluded.expires, forget = excluded.forget;
            """,
            ("$counter", ask.Counter),
            ("$start", ask.Window),
            ("$holder", ask.Holder),
            ("$spent", ask.Spent),
            ("$held", ask.Keep + answer.Extra),
            ("$hard", ask.IsHard ? 1 : 0),
            ("$expires", ask.Expires.ToMicroseconds()),
            ("$forget", ask.Forget.ToMicroseconds()));
        return answer;
    }
}
