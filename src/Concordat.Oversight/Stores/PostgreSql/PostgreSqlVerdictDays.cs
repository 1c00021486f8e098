using Concordat.Oversight.Verdicts;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlVerdictDays(PostgreSqlDatabase database) : IVerdictDays
{
    public async ValueTask AddAsync(VerdictDay more, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(more);
        await database.WriteAsync(
            work => work.ExecuteAsync(
                """
                INSERT INTO verdict_days AS d (day, permitted, held, refused) VALUES ($1, $2, $3, $4)
                ON CONFLICT (day) DO UPDATE SET
                    permitted = d.permitted + excluded.permitted, held = d.held + excluded.held, refused = d.refused + excluded.refused
                """,
                more.Day.DayNumber,
                more.Permitted,
                more.Held,
                more.Refused),
            cancellation);
    }

    public ValueTask<IReadOnlyList<VerdictDay>> SinceAsync(DateOnly first, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<VerdictDay>>(
            async work => await work.ListAsync(
                "SELECT day, permitted, held, refused FROM verdict_days WHERE day >= $1 ORDER BY day",
                row => new VerdictDay(DateOnly.FromDayNumber(row.GetInt32(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
                first.DayNumber),
            cancellation);
}
