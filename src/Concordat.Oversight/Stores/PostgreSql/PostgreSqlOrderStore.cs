using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlOrderStore(PostgreSqlDatabase database, TimeProvider time) : IOrderStore
{
    public async ValueTask<bool> AddAsync(string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) =>
        await database.WriteAsync(
            async work =>
            {
                // One writer at a time: the numbers are committed in order and without gaps.
                await work.LockAsync("orders");
                return await work.ExecuteAsync(
                    """
                    INSERT INTO orders (number, id, envelope, taken)
                    SELECT coalesce(max(number), 0) + 1, $1, $2, $3 FROM orders
                    ON CONFLICT (id) DO NOTHING
                    """,
                    id,
                    envelope.ToArray(),
                    time.GetStoredNow()) == 1;
            },
            cancellation);

    public ValueTask<long> CountAsync(CancellationToken cancellation) =>
        database.ReadAsync(work => work.ScalarAsync<long>("SELECT coalesce(max(number), 0) FROM orders"), cancellation);

    public ValueTask<IReadOnlyList<StoredOrder>> ListAsync(long after, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<StoredOrder>>(
            async work => await work.ListAsync(
                "SELECT number, id, envelope, taken FROM orders WHERE number > $1 ORDER BY number",
                static row => new StoredOrder(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<DateTimeOffset>(3)),
                after),
            cancellation);
}
