using System.Data;
using Npgsql;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <summary>One PostgreSQL database, shared by every node.</summary>
/// <remarks>
/// Tables are made in the first schema of the connection's search path. A server that acknowledges commits before they are on disk
/// is refused: cases and meters count on them.
/// </remarks>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    // any number that no other program on the database is likely to lock
    private const long MigrationLock = 0x636f6e636f726461;

    private readonly NpgsqlDataSource _source;

    private PostgreSqlDatabase(NpgsqlDataSource source) => _source = source;

    /// <summary>Connects and brings the schema up to date; of several nodes that start together one does it.</summary>
    public static async ValueTask<PostgreSqlDatabase> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.ApplicationName ??= "concordat";
        var database = new PostgreSqlDatabase(builder.Build());
        try
        {
            await database.CheckDurabilityAsync(cancellation);
            await database.MigrateAsync(cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one transaction at READ COMMITTED; callers take the locks they need inside.</summary>
    public ValueTask<T> WriteAsync<T>(Func<PostgreSqlWork, ValueTask<T>> write, CancellationToken cancellation) =>
        RunAsync(write, IsolationLevel.ReadCommitted, cancellation);

    /// <summary>Runs one transaction that sees a single state of the database.</summary>
    public ValueTask<T> ReadAsync<T>(Func<PostgreSqlWork, ValueTask<T>> read, CancellationToken cancellation) =>
        RunAsync(read, IsolationLevel.RepeatableRead, cancellation);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async ValueTask<T> RunAsync<T>(
        Func<PostgreSqlWork, ValueTask<T>> run, IsolationLevel isolation, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(isolation, cancellation);
            var work = new PostgreSqlWork(connection, transaction, cancellation);
            var result = await run(work);
            if (work.IsUndone)
            {
                await transaction.RollbackAsync(cancellation);
            }
            else
            {
                await CommitAsync(connection, transaction, cancellation);
            }

            return result;
        }
        catch (NpgsqlException e)
        {
            throw new OversightUnavailableException($"the oversight store on PostgreSQL did not answer: {e.Message}", e)
            {
                Told = e is PostgresException
                    ? "the oversight store on PostgreSQL answered with a fault; the platform engineer finds it in the log of the gateway, and then try again"
                    : "the oversight store on PostgreSQL does not answer; try again shortly, and tell the platform engineer where that does not help",
            };
        }
    }

    // A wait for the standby that is broken off, by an operator or by a time limit, ends like a success, with a warning: what was committed may
    // be on one server alone, and a grant that is used there could be used again on the other.
    private static async ValueTask CommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        string? warning = null;
        void Watch(object sender, NpgsqlNoticeEventArgs e) => warning = e.Notice.InvariantSeverity is "WARNING" ? e.Notice.MessageText : warning;
        connection.Notice += Watch;
        try
        {
            await transaction.CommitAsync(cancellation);
        }
        finally
        {
            connection.Notice -= Watch;
        }

        if (warning is not null)
        {
            throw new OversightUnavailableException($"the oversight store on PostgreSQL committed with a warning, so that the standby may not have it: {warning}")
            {
                Told = "the oversight store on PostgreSQL committed, but its standby may not have it; the platform engineer looks at the standby, and then look whether it was taken before you send it again",
            };
        }
    }

    private async ValueTask CheckDurabilityAsync(CancellationToken cancellation)
    {
        var setting = await ReadAsync(
            work => work.ScalarAsync<string>("SELECT current_setting('synchronous_commit') || ',' || current_setting('fsync')"), cancellation);
        var parts = setting.Split(',');
        if (string.Equals(parts[0], "off", StringComparison.Ordinal) || string.Equals(parts[1], "off", StringComparison.Ordinal))
        {
            throw new OversightUnavailableException(
                $"the PostgreSQL server has synchronous_commit={parts[0]} and fsync={parts[1]}, so that commits can be lost; set both to on");
        }
    }

    private ValueTask<int> MigrateAsync(CancellationToken cancellation) =>
        WriteAsync(
            async work =>
            {
                await work.ExecuteAsync($"SELECT pg_advisory_xact_lock({MigrationLock})");
                await work.ExecuteAsync(
                    """
                    CREATE TABLE IF NOT EXISTS oversight_migrations (
                        number integer PRIMARY KEY, name text NOT NULL, applied timestamptz NOT NULL DEFAULT now())
                    """);
                var present = await work.ScalarAsync<int>("SELECT coalesce(max(number), 0) FROM oversight_migrations");
                var migrations = Migrations.Of("PostgreSql");
                if (present > migrations.Count)
                {
                    throw new OversightUnavailableException(
                        $"the oversight store on PostgreSQL has schema {present}, this build knows up to {migrations.Count}; run a newer build");
                }

                foreach (var migration in migrations.Skip(present))
                {
                    await work.ExecuteAsync(migration.Sql);
                    await work.ExecuteAsync(
                        "INSERT INTO oversight_migrations (number, name) VALUES ($1, $2)", migration.Number, migration.Name);
                }

                return migrations.Count - present;
            },
            cancellation);
}
