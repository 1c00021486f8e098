using Concordat.Oversight;
using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Gateway.Tests.Budgets;

public sealed class PostgreSqlBudgetBookTests(PostgreSqlServer server) : BudgetBookContract
{
    private readonly string _schema = $"b_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    protected override async ValueTask<OversightStores> OpenStoresAsync(TimeProvider time)
    {
        await ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {_schema}");
        return await OversightStores.OpenPostgreSqlAsync(
            $"{await server.StartAsync(TestContext.Current.CancellationToken)};Search Path={_schema};Maximum Pool Size=10", time, TestContext.Current.CancellationToken);
    }

    protected override async ValueTask DropAsync() => await ExecuteAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{await server.StartAsync(CancellationToken.None)};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
