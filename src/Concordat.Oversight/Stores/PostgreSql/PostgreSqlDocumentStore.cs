using Concordat.Oversight.Documents;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <param name="table">Name of the table, a constant of ours.</param>
internal sealed class PostgreSqlDocumentStore(PostgreSqlDatabase database, string table, TimeProvider time) : IDocumentStore
{
    public ValueTask<bool> AddAsync(string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) => AddAsync(null, id, envelope, cancellation);

    public ValueTask<bool> AddAsync(long number, string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) =>
        AddAsync((long?)number, id, envelope, cancellation);

    private async ValueTask<bool> AddAsync(long? number, string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) =>
        await database.WriteAsync(
            async work =>
            {
                // One writer at a time: the numbers are committed in order and without gaps.
                await work.LockAsync(table);
                return await work.ExecuteAsync(
                    $"""
                    INSERT INTO {table} (number, id, envelope, taken)
                    SELECT coalesce(max(number), 0) + 1, $1, $2, $3 FROM {table}
                    HAVING $4 = 0 OR coalesce(max(number), 0) + 1 = $4
                    ON CONFLICT (id) DO NOTHING
                    """,
                    id,
                    envelope.ToArray(),
                    time.GetStoredNow(),
                    number ?? 0) == 1;
            },
            cancellation);

    public ValueTask<long> CountAsync(CancellationToken cancellation) =>
        database.ReadAsync(work => work.ScalarAsync<long>($"SELECT coalesce(max(number), 0) FROM {table}"), cancellation);

    public ValueTask<IReadOnlyList<StoredDocument>> ListAsync(long after, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<StoredDocument>>(
            async work => await work.ListAsync(
                $"SELECT number, id, envelope, taken FROM {table} WHERE number > $1 ORDER BY number",
                static row => new StoredDocument(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<DateTimeOffset>(3)),
                after),
            cancellation);
}
