using Concordat.Oversight.Orders;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteOrderStore(SqliteDatabase database, TimeProvider time) : IOrderStore
{
    public async ValueTask<bool> AddAsync(string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) =>
        await database.WriteAsync(
            (connection, transaction) =>
            {
                using var insert = new SqliteCommand(
                    """
                    INSERT INTO orders (number, id, envelope, taken)
                    SELECT coalesce(max(number), 0) + 1, $id, $envelope, $taken FROM orders
                    WHERE true
                    ON CONFLICT (id) DO NOTHING;
                    """,
                    connection,
                    transaction);
                insert.Parameters.AddWithValue("$id", id);
                insert.Parameters.AddWithValue("$envelope", envelope.ToArray());
                insert.Parameters.AddWithValue("$taken", time.GetStoredNow().ToMicroseconds());
                return insert.ExecuteNonQuery() == 1;
            },
            cancellation);

    public ValueTask<long> CountAsync(CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand("SELECT coalesce(max(number), 0) FROM orders;", connection, transaction);
                return (long)ask.ExecuteScalar()!;
            },
            cancellation);

    public ValueTask<IReadOnlyList<StoredOrder>> ListAsync(long after, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<StoredOrder>>(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand(
                    "SELECT number, id, envelope, taken FROM orders WHERE number > $after ORDER BY number;", connection, transaction);
                ask.Parameters.AddWithValue("$after", after);
                using var reader = ask.ExecuteReader();
                List<StoredOrder> found = [];
                while (reader.Read())
                {
                    found.Add(new StoredOrder(
                        reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), StoredTime.FromMicroseconds(reader.GetInt64(3))));
                }

                return found;
            },
            cancellation);
}
