using Concordat.Oversight.Documents;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <param name="table">Name of the table, a constant of ours.</param>
internal sealed class SqliteDocumentStore(SqliteDatabase database, string table, TimeProvider time) : IDocumentStore
{
    public ValueTask<bool> AddAsync(string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) => AddAsync(null, id, envelope, cancellation);

    public ValueTask<bool> AddAsync(long number, string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) =>
        AddAsync((long?)number, id, envelope, cancellation);

    private async ValueTask<bool> AddAsync(long? number, string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation) =>
        await database.WriteAsync(
            (connection, transaction) =>
            {
                using var insert = new SqliteCommand(
                    $"""
                    INSERT INTO {table} (number, id, envelope, taken)
                    SELECT coalesce(max(number), 0) + 1, $id, $envelope, $taken FROM {table}
                    WHERE true
                    HAVING $number IS NULL OR coalesce(max(number), 0) + 1 = $number
                    ON CONFLICT (id) DO NOTHING;
                    """,
                    connection,
                    transaction);
                insert.Parameters.AddWithValue("$number", number is { } next ? next : DBNull.Value);
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
                using var ask = new SqliteCommand($"SELECT coalesce(max(number), 0) FROM {table};", connection, transaction);
                return (long)ask.ExecuteScalar()!;
            },
            cancellation);

    public ValueTask<IReadOnlyList<StoredDocument>> ListAsync(long after, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<StoredDocument>>(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand(
                    $"SELECT number, id, envelope, taken FROM {table} WHERE number > $after ORDER BY number;", connection, transaction);
                ask.Parameters.AddWithValue("$after", after);
                using var reader = ask.ExecuteReader();
                List<StoredDocument> found = [];
                while (reader.Read())
                {
                    found.Add(new StoredDocument(
                        reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), StoredTime.FromMicroseconds(reader.GetInt64(3))));
                }

                return found;
            },
            cancellation);
}
