using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Stores;

public sealed class PostgreSqlDatabaseTests(PostgreSqlServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_that_start_together_migrate_once()
    {
        await using var database = (PostgreSqlTestDatabase)await PostgreSqlTestDatabase.CreateAsync(server);
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.OpenAsync(TimeProvider.System).AsTask()));
        foreach (var stores in opened)
        {
            await stores.DisposeAsync();
        }

        Assert.Equal(25L, await database.ExecuteAsync("SELECT count(*) FROM oversight_migrations"));
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_refused()
    {
        await using var database = (PostgreSqlTestDatabase)await PostgreSqlTestDatabase.CreateAsync(server);
        await (await database.OpenAsync(TimeProvider.System)).DisposeAsync();
        await database.ExecuteAsync("INSERT INTO oversight_migrations (number, name) VALUES (999, 'later')");

        var e = await Assert.ThrowsAsync<OversightUnavailableException>(async () => await database.OpenAsync(TimeProvider.System));
        Assert.Contains("has schema 999", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_acknowledges_early_is_refused()
    {
        await using var database = (PostgreSqlTestDatabase)await PostgreSqlTestDatabase.CreateAsync(server);
        var e = await Assert.ThrowsAsync<OversightUnavailableException>(async () => await OversightStores.OpenPostgreSqlAsync(
            $"{database.ConnectionString};Options=-c synchronous_commit=off", TimeProvider.System, Cancellation));
        Assert.Contains("synchronous_commit=off", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable_and_whoever_asked_is_not_told_where_it_should_be()
    {
        var e = await Assert.ThrowsAsync<OversightUnavailableException>(async () => await OversightStores.OpenPostgreSqlAsync(
            "Host=127.0.0.1;Port=1;Username=nobody;Password=hush;Timeout=2", TimeProvider.System, Cancellation));
        Assert.Equal("the oversight store on PostgreSQL does not answer; try again shortly, and tell the platform engineer where that does not help", e.Told);
    }

    [Fact]
    public async Task A_fault_of_the_server_is_told_without_its_words()
    {
        await using var database = (PostgreSqlTestDatabase)await PostgreSqlTestDatabase.CreateAsync(server);
        await using var stores = await database.OpenAsync(TimeProvider.System);
        await database.ExecuteAsync("ALTER TABLE api_keys RENAME TO gone");

        var e = await Assert.ThrowsAsync<OversightUnavailableException>(async () => await stores.Keys.FindAsync("a", Cancellation));
        Assert.Contains("api_keys", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("api_keys", e.Told, StringComparison.Ordinal);
        Assert.StartsWith("the oversight store on PostgreSQL answered with a fault; ", e.Told, StringComparison.Ordinal);
    }
}
