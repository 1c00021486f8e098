using Concordat.Oversight.Keys;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteKeyStore(SqliteDatabase database, TimeProvider time) : IKeyStore
{
    private const string Columns = "id, use_case, label, created, expires, revoked, secret_hash";

    public event EventHandler? Changed;

    public async ValueTask<CreatedApiKey> CreateAsync(
        string useCase, string label, DateTimeOffset? expires, string? by, CancellationToken cancellation)
    {
        while (true)
        {
            if (await CreateOnceAsync(ApiKeyFormat.NewId(), useCase, label, expires, by, cancellation) is { } created)
            {
                return created;
            }
        }
    }

    public async ValueTask<CreatedApiKey?> CreateOnceAsync(
        string id, string useCase, string label, DateTimeOffset? expires, string? by, CancellationToken cancellation)
    {
        var key = KeyDraft.Create(id, useCase, label, expires, time);
        var isNew = await database.WriteAsync(
            (connection, transaction) =>
            {
                using var insert = new SqliteCommand(
                    """
                    INSERT INTO api_keys (id, secret_hash, use_case, label, created, expires, made_by)
                    VALUES ($id, $hash, $useCase, $label, $created, $expires, $by)
                    ON CONFLICT (id) DO NOTHING;
                    """,
                    connection,
                    transaction);
                insert.Parameters.AddWithValue("$id", key.Record.Id);
                insert.Parameters.AddWithValue("$hash", key.SecretHash);
                insert.Parameters.AddWithValue("$useCase", key.Record.UseCase);
                insert.Parameters.AddWithValue("$label", key.Record.Label);
                insert.Parameters.AddWithValue("$created", key.Record.Created.ToMicroseconds());
                insert.Parameters.AddWithValue("$expires", (object?)key.Record.Expires?.ToMicroseconds() ?? DBNull.Value);
                insert.Parameters.AddWithValue("$by", (object?)by ?? DBNull.Value);
                if (insert.ExecuteNonQuery() == 0)
                {
                    return false;
                }

                Bump(connection, transaction);
                return true;
            },
            cancellation);
        if (!isNew)
        {
            return null;
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return key.ToCreated();
    }

    public async ValueTask<bool> RevokeAsync(string id, string? by, CancellationToken cancellation)
    {
        var (exists, changed) = await database.WriteAsync(
            (connection, transaction) =>
            {
                using var revoke = new SqliteCommand(
                    "UPDATE api_keys SET revoked = $now, revoked_by = $by WHERE id = $id AND revoked IS NULL;", connection, transaction);
                revoke.Parameters.AddWithValue("$by", (object?)by ?? DBNull.Value);
                revoke.Parameters.AddWithValue("$now", time.GetStoredNow().ToMicroseconds());
                revoke.Parameters.AddWithValue("$id", id);
                if (revoke.ExecuteNonQuery() == 0)
                {
                    return (Find(connection, transaction, id) is not null, false);
                }

                Bump(connection, transaction);
                return (true, true);
            },
            cancellation);
        if (changed)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }

        return exists;
    }

    public ValueTask<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<ApiKeyRecord>>(
            (connection, transaction) => [.. ReadAll(connection, transaction).Select(key => key.Record)], cancellation);

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync((connection, transaction) => Find(connection, transaction, id), cancellation);

    public ValueTask<long> VersionAsync(CancellationToken cancellation) => database.ReadAsync(ReadVersion, cancellation);

    public ValueTask<KeySnapshot> LoadAsync(CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) => new KeySnapshot(ReadVersion(connection, transaction), ReadAll(connection, transaction)),
            cancellation);

    private static void Bump(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var bump = new SqliteCommand("UPDATE versions SET version = version + 1 WHERE name = 'keys';", connection, transaction);
        bump.ExecuteNonQuery();
    }

    private static long ReadVersion(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var ask = new SqliteCommand("SELECT version FROM versions WHERE name = 'keys';", connection, transaction);
        return (long)ask.ExecuteScalar()!;
    }

    private static ApiKeyRecord? Find(SqliteConnection connection, SqliteTransaction transaction, string id)
    {
        using var ask = new SqliteCommand($"SELECT {Columns} FROM api_keys WHERE id = $id;", connection, transaction);
        ask.Parameters.AddWithValue("$id", id);
        using var reader = ask.ExecuteReader();
        return reader.Read() ? ReadKey(reader).Record : null;
    }

    private static List<StoredApiKey> ReadAll(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var ask = new SqliteCommand($"SELECT {Columns} FROM api_keys ORDER BY created, id;", connection, transaction);
        using var reader = ask.ExecuteReader();
        List<StoredApiKey> keys = [];
        while (reader.Read())
        {
            keys.Add(ReadKey(reader));
        }

        return keys;
    }

    private static StoredApiKey ReadKey(SqliteDataReader reader) =>
        new(
            new ApiKeyRecord(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                StoredTime.FromMicroseconds(reader.GetInt64(3)),
                reader.IsDBNull(4) ? null : StoredTime.FromMicroseconds(reader.GetInt64(4)),
                reader.IsDBNull(5) ? null : StoredTime.FromMicroseconds(reader.GetInt64(5))),
            reader.GetFieldValue<byte[]>(6));
}
