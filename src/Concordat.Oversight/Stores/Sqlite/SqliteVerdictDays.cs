using Concordat.Oversight.Verdicts;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteVerdictDays(SqliteDatabase database) : IVerdictDays
{
    public async ValueTask AddAsync(VerdictDay more, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(more);
        await database.WriteAsync(
            (connection, transaction) =>
            {
                using var add = new SqliteCommand(
                    """
                    INSERT INTO verdict_days (day, permitted, held, refused) VALUES ($day, $permitted, $held, $refused)
                    ON CONFLICT (day) DO UPDATE SET permitted = permitted + excluded.permitted, held = held + excluded.held, refused = refused + excluded.refused;
                    """,
                    connection,
                    transaction);
                add.Parameters.AddWithValue("$day", more.Day.DayNumber);
                add.Parameters.AddWithValue("$permitted", more.Permitted);
                add.Parameters.AddWithValue("$held", more.Held);
                add.Parameters.AddWithValue("$refused", more.Refused);
                return add.ExecuteNonQuery();
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<VerdictDay>> SinceAsync(DateOnly first, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<VerdictDay>>(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand(
                    "SELECT day, permitted, held, refused FROM verdict_days WHERE day >= $first ORDER BY day;", connection, transaction);
                ask.Parameters.AddWithValue("$first", first.DayNumber);
                using var row = ask.ExecuteReader();
                List<VerdictDay> days = [];
                while (row.Read())
                {
                    days.Add(new VerdictDay(DateOnly.FromDayNumber(row.GetInt32(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)));
                }

                return days;
            },
            cancellation);
}
