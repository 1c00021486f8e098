using Concordat.Ledger.PostgreSql;
using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Ledger.Tests.PostgreSql;

/// <summary>A schema of its own on a server, and the way there, which can be cut.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _behind;
    private readonly CutSource _source;
    private readonly string _name;

    private TestDatabase(string server, string schema)
    {
        _name = schema;
        _source = new CutSource($"{server};Search Path={schema};Application Name={schema};Cancellation Timeout=-1");
        _behind = NpgsqlDataSource.Create($"{server};Search Path={schema};Application Name=behind");
        Ledger = new LedgerDatabase
        {
            Source = _source,
            Keep = TimeSpan.Zero,
            Timeout = TimeSpan.FromSeconds(30),
            OnWarning = static (connection, warned) => ((NpgsqlConnection)connection).Notice += (_, e) =>
            {
                if (e.Notice.InvariantSeverity is "WARNING")
                {
                    warned();
                }
            },
        };
    }

    public LedgerDatabase Ledger { get; init; }

    public static async Task<TestDatabase> CreateAsync(PostgreSqlServer server) =>
        await CreateAsync(await server.StartAsync(TestLog.Token));

    public static async Task<TestDatabase> CreateAsync(string server)
    {
        var database = new TestDatabase(server, $"t_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");
        await database.RunAsync($"CREATE SCHEMA {database._name}");
        return database;
    }

    /// <summary>Runs SQL behind the ledger's back and returns the first value.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using var command = _behind.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestLog.Token);
    }

    /// <summary>A connection behind the ledger's back.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync() => _behind.OpenConnectionAsync(TestLog.Token);

    /// <summary>Ends every session of the ledger and lets no new one come about, or lets them again.</summary>
    public async Task CutOffAsync(bool cut)
    {
        _source.IsCut = cut;
        if (cut)
        {
            await EndSessionsAsync();
        }
    }

    public Task EndSessionsAsync() => RunAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{_name}'");

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _behind.DisposeAsync();
    }
}
