using Concordat.Oversight.Keys;
using Npgsql;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlKeyStore(PostgreSqlDatabase database, TimeProvider time) : IKeyStore
{
    private const string Columns = "id, use_case, label, created, expires, revoked, secret_hash";
    private const string Version = "SELECT version FROM versions WHERE name = 'keys'";

    // the row's lock lets one writer of keys through at a time, so versions are committed in order
    private const string Bump = "UPDATE versions SET version = version + 1 WHERE name = 'keys'";

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
            async work =>
            {
                var made = await work.ExecuteAsync(
                    "INSERT INTO api_keys (id, secret_hash, use_case, label, created, expires, made_by) VALUES ($1, $2, $3, $4, $5, $6::timestamptz, $7::text) ON CONFLICT (id) DO NOTHING",
                    key.Record.Id,
                    key.SecretHash,
                    key.Record.UseCase,
                    key.Record.Label,
                    key.Record.Created,
                    key.Record.Expires,
                    by);
                return made > 0 && await work.ExecuteAsync(Bump) > 0;
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
            async work =>
            {
                var revoked = await work.ExecuteAsync(
                    "UPDATE api_keys SET revoked = $1, revoked_by = $3::text WHERE id = $2 AND revoked IS NULL", time.GetStoredNow(), id, by);
                return revoked > 0
                    ? (true, await work.ExecuteAsync(Bump) > 0)
                    : (await work.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM api_keys WHERE id = $1)", id), false);
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
            async work => [.. (await ReadAllAsync(work)).Select(key => key.Record)], cancellation);

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(
            async work => (await work.ListAsync($"SELECT {Columns} FROM api_keys WHERE id = $1", ReadKey, id)).SingleOrDefault()?.Record,
            cancellation);

    public ValueTask<long> VersionAsync(CancellationToken cancellation) =>
        database.ReadAsync(work => work.ScalarAsync<long>(Version), cancellation);

    public ValueTask<KeySnapshot> LoadAsync(CancellationToken cancellation) =>
        database.ReadAsync(
            async work => new KeySnapshot(await work.ScalarAsync<long>(Version), await ReadAllAsync(work)), cancellation);

    private static ValueTask<List<StoredApiKey>> ReadAllAsync(PostgreSqlWork work) =>
        work.ListAsync($"SELECT {Columns} FROM api_keys ORDER BY created, id", ReadKey);

    private static StoredApiKey ReadKey(NpgsqlDataReader row) =>
        new(
            new ApiKeyRecord(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetFieldValue<DateTimeOffset>(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
                row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5)),
            row.GetFieldValue<byte[]>(6));
}
