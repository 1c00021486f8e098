using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Oversight.Tests.Kit;

/// <summary>A schema of its own on the shared server.</summary>
internal sealed class PostgreSqlTestDatabase : StoreDatabase
{
    private readonly string _server;
    private readonly string _schema;

    private PostgreSqlTestDatabase(string server, string schema)
    {
        _server = server;
        _schema = schema;
    }

    public string ConnectionString => $"{_server};Search Path={_schema};Maximum Pool Size=10";

    public static async ValueTask<StoreDatabase> CreateAsync(PostgreSqlServer server)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = new PostgreSqlTestDatabase(
            await server.StartAsync(cancellation), $"t_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");
        await database.ExecuteAsync($"CREATE SCHEMA {database._schema}");
        return database;
    }

    public override ValueTask<OversightStores> OpenAsync(TimeProvider time) =>
        OversightStores.OpenPostgreSqlAsync(ConnectionString, time, TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync() => await ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");

    public override async Task<object?> ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{ConnectionString};Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
