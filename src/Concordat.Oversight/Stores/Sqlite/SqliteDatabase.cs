using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>One SQLite file: one writing connection behind a lock, readers beside it.</summary>
/// <remarks>
/// Write-ahead log with <c>synchronous=FULL</c>: a committed write survives power loss. <c>secure_delete</c> overwrites what is deleted,
/// because a deleted meter key must be gone. Another process may write too; each waits up to five seconds for the other.
/// </remarks>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int BusySeconds = 5;

    // result codes of SQLite: https://www.sqlite.org/rescode.html
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteFull = 13;

    private readonly string _path;
    private readonly string _readers;
    private readonly SemaphoreSlim _writing = new(1);

    // used under _writing
    private readonly SqliteConnection _writer;

    private SqliteDatabase(string path)
    {
        _path = path;
        var settings = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = BusySeconds, ForeignKeys = true };
        settings.Mode = SqliteOpenMode.ReadWriteCreate;
        settings.Pooling = false;
        _writer = new SqliteConnection(settings.ConnectionString);
        settings.Mode = SqliteOpenMode.ReadWrite; // a read-only connection cannot recover a write-ahead log
        settings.Pooling = true;
        _readers = settings.ConnectionString;
    }

    /// <summary>Opens or creates the file (mode 0600) and brings its schema up to date.</summary>
    public static SqliteDatabase Open(string path)
    {
        var database = new SqliteDatabase(Path.GetFullPath(path));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database._path)!);
            CreatePrivate(database._path);
            database._writer.Open();
            database.Execute("PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
            database.Migrate();
            return database;
        }
        catch (Exception e)
        {
            database._writer.Dispose();
            if (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw new OversightUnavailableException($"cannot open the oversight store `{database._path}`: {e.Message}", e);
            }

            throw;
        }
    }

    public async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            using var transaction = _writer.BeginTransaction(deferred: false);
            var result = write(_writer, transaction);
            transaction.Commit();
            return result;
        }
        catch (SqliteException e)
        {
            throw Unavailable(e);
        }
        finally
        {
            _writing.Release();
        }
    }

    public ValueTask<T> ReadAsync<T>(Func<SqliteConnection, SqliteTransaction, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using var connection = new SqliteConnection(_readers);
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            return ValueTask.FromResult(read(connection, transaction));
        }
        catch (SqliteException e)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>Moves the log into the file and empties it, so that deleted rows do not linger there.</summary>
    public async ValueTask TruncateLogAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            Execute("PRAGMA wal_checkpoint(TRUNCATE);");
        }
        catch (SqliteException e)
        {
            throw Unavailable(e);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        using (var reader = new SqliteConnection(_readers))
        {
            SqliteConnection.ClearPool(reader);
        }

        await _writer.DisposeAsync();
        _writing.Dispose();
    }

    private static void CreatePrivate(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var created = new FileStream(path, options);
    }

    private void Migrate()
    {
        var migrations = Migrations.Of("Sqlite");

        // under the write lock, so that two processes that start together do not both apply a step
        using var transaction = _writer.BeginTransaction(deferred: false);
        using var ask = new SqliteCommand("PRAGMA user_version;", _writer, transaction);
        var present = Convert.ToInt32(ask.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (present > migrations.Count)
        {
            throw new OversightUnavailableException(
                $"the oversight store `{_path}` has schema {present}, this build knows up to {migrations.Count}; run a newer build");
        }

        foreach (var migration in migrations.Skip(present))
        {
            Execute($"{migration.Sql}; PRAGMA user_version={migration.Number};", transaction);
        }

        transaction.Commit();
    }

    private void Execute(string sql, SqliteTransaction? transaction = null)
    {
#pragma warning disable CA2100 // the text is ours: pragmas and embedded migrations
        using var command = new SqliteCommand(sql, _writer, transaction);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private OversightUnavailableException Unavailable(SqliteException e) =>
        new($"the oversight store `{_path}` did not answer: {e.Message}", e)
        {
            Told = e.SqliteErrorCode switch
            {
                SqliteBusy or SqliteLocked => "the oversight store of this node (SQLite) is held by another process; try again shortly",
                SqliteFull => "the oversight store of this node (SQLite) has no room on its disk; the platform engineer makes room, and then try again",
                _ => "the oversight store of this node (SQLite) cannot be read or written; the platform engineer finds why in the log of the gateway, and then try again",
            },
        };
}
