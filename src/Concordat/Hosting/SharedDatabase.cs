using System.Security.Cryptography;
using Concordat.Commands;
using Concordat.Gateway.Configuration;
using Concordat.Ledger.PostgreSql;
using Concordat.Oversight;
using Npgsql;

namespace Concordat.Hosting;

/// <summary>The PostgreSQL database that nodes share: how to connect, what the ledger needs of it, and what all nodes must have in common.</summary>
internal sealed class SharedDatabase : IAsyncDisposable
{
    private const int MaxConnectionBytes = 8192;

    private readonly NpgsqlDataSource _source;

    private SharedDatabase(NpgsqlConnectionStringBuilder settings, TimeSpan keep)
    {
        ConnectionString = settings.ConnectionString;
        _source = NpgsqlDataSource.Create(settings);
        Ledger = new LedgerDatabase { Source = _source, Keep = keep, OnWarning = WatchWarnings };
    }

    public string ConnectionString { get; }

    public LedgerDatabase Ledger { get; }

    /// <exception cref="CommandException">The connection string is missing or is none.</exception>
    public static SharedDatabase Open(DatabaseConfig config, Func<string, string?> environment) =>
        ReadConnection(config, environment) is { } connection && Settings(connection) is { } settings
            ? new SharedDatabase(settings, config.Keep)
            : throw new CommandException("concordat: `database.connection` does not hold a connection string of PostgreSQL");

    /// <summary>Opens the stores that a configuration names: those of the shared database, or the file in the data folder.</summary>
    /// <exception cref="OversightUnavailableException">They cannot be opened.</exception>
    public static async ValueTask<OversightStores> OpenStoresAsync(
        ConcordatConfig config, Func<string, string?> environment, TimeProvider time, CancellationToken cancellationToken)
    {
        DataFolder.Create(config);
        if (config.Database is not { } named)
        {
            return OversightStores.OpenSqlite(DataFolder.Database(config), time);
        }

        await using var database = Open(named, environment);
        return await OversightStores.OpenPostgreSqlAsync(database.ConnectionString, time, cancellationToken);
    }

    /// <summary>The connection string; null where there is none.</summary>
    public static string? ReadConnection(DatabaseConfig config, Func<string, string?> environment)
    {
        var text = config.Connection switch
        {
            { Env: { Length: > 0 } name } => environment(name),
            { File: { Length: > 0 } file } when File.Exists(file) && new FileInfo(file).Length <= MaxConnectionBytes => File.ReadAllText(file),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>What the string says, and what we need beside it; null when it is no connection string.</summary>
    public static NpgsqlConnectionStringBuilder? Settings(string connection)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }

        if (string.IsNullOrEmpty(settings.Host))
        {
            return null;
        }

        settings.ApplicationName ??= "concordat";

        // After its time limit a query is given up, not waited for: the server would report a commit that no standby has as done.
        settings.CancellationTimeout = -1;
        Default("Timeout", () => settings.Timeout = 5);
        Default("Command Timeout", () => settings.CommandTimeout = 10);
        if (settings.Host.Contains(',', StringComparison.Ordinal))
        {
            Default("Target Session Attributes", () => settings.TargetSessionAttributes = "primary");
            Default("Host Recheck Seconds", () => settings.HostRecheckSeconds = 1);
        }

        return settings;

        void Default(string key, Action set)
        {
            if (!settings.ContainsKey(key))
            {
                set();
            }
        }
    }

    /// <summary>Refuses a node whose salt key is another: a hold of one node could not be released on the other.</summary>
    /// <exception cref="CommandException">It is another.</exception>
    /// <exception cref="OversightUnavailableException">The database does not answer.</exception>
    public async Task RequireSameSaltAsync(string saltKey, CancellationToken cancellationToken)
    {
        var mine = HashOf(await File.ReadAllBytesAsync(saltKey, cancellationToken));
        try
        {
            var shared = await ShareAsync(mine, cancellationToken);
            if (!CryptographicOperations.FixedTimeEquals(mine, shared))
            {
                throw new CommandException($"concordat: `{saltKey}` is not the salt key of the other nodes on this database; copy theirs to this place");
            }
        }
        catch (NpgsqlException e)
        {
            throw new OversightUnavailableException($"the shared database did not answer: {e.Message}", e);
        }
    }

    /// <summary>Leaves the hash of our salt key where there is none, and returns the one that is there.</summary>
    private async Task<byte[]> ShareAsync(byte[] mine, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT pg_advisory_xact_lock(hashtextextended('concordat_shared', 0));
            CREATE TABLE IF NOT EXISTS concordat_shared (name text PRIMARY KEY, hash bytea NOT NULL);
            """;
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.CommandText =
            """
            WITH added AS (INSERT INTO concordat_shared (name, hash) VALUES ('salt', $1) ON CONFLICT DO NOTHING RETURNING hash)
            SELECT hash FROM added UNION ALL SELECT hash FROM concordat_shared WHERE name = 'salt'
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = mine });
        var shared = (byte[])(await command.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return shared;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static byte[] HashOf(byte[] saltKey) => SHA256.HashData([.. "concordat salt key\0"u8, .. saltKey]);

    private static void WatchWarnings(System.Data.Common.DbConnection connection, Action warned) =>
        ((NpgsqlConnection)connection).Notice += (_, e) =>
        {
            if (e.Notice.InvariantSeverity is "WARNING")
            {
                warned();
            }
        };
}
