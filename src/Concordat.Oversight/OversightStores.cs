using Concordat.Oversight.Keys;
using Concordat.Oversight.Stores.Sqlite;

namespace Concordat.Oversight;

/// <summary>All of the human side's state, over one database.</summary>
public sealed class OversightStores : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;

    private OversightStores(IAsyncDisposable database, IKeyStore keys)
    {
        _database = database;
        Keys = keys;
    }

    public IKeyStore Keys { get; }

    /// <summary>Opens or creates a SQLite file; enough for one node, with no server to install.</summary>
    /// <exception cref="OversightUnavailableException">The file cannot be opened or is of a newer build.</exception>
    public static OversightStores OpenSqlite(string path, TimeProvider time)
    {
        var database = SqliteDatabase.Open(path);
        return new OversightStores(database, new SqliteKeyStore(database, time));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
