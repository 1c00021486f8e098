using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Oversight.Tests.Stores;

/// <summary>A standby that every commit waits for, and that is gone.</summary>
public sealed class PostgreSqlPairTests : IAsyncLifetime
{
    private PostgreSqlPair? _pair;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlPair Pair => _pair!;

    public async ValueTask InitializeAsync() => _pair = await PostgreSqlPair.StartAsync(Stop);

    public ValueTask DisposeAsync() => _pair?.DisposeAsync() ?? default;

    [Fact]
    public async Task A_wait_for_the_standby_that_an_operator_breaks_off_is_no_success()
    {
        await using var stores = await OversightStores.OpenPostgreSqlAsync(Pair.ConnectionString, TimeProvider.System, Stop);
        await stores.Keys.CreateAsync("use", "first", expires: null, Stop);
        await Pair.KillAsync("standby", Stop);

        var create = stores.Keys.CreateAsync("use", "second", expires: null, Stop).AsTask();
        while (!create.IsCompleted)
        {
            await OnPrimaryAsync("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        }

        var fault = await Assert.ThrowsAsync<OversightUnavailableException>(() => create);
        Assert.Contains("committed with a warning, so that the standby may not have it", fault.Message, StringComparison.Ordinal);
        await Pair.StartStandbyAsync(Stop);
        await stores.Keys.CreateAsync("use", "third", expires: null, Stop);
        Assert.Contains(await stores.Keys.ListAsync(Stop), static key => key.Label == "third");
    }

    [Fact]
    public async Task A_commit_that_the_standby_does_not_answer_in_time_is_no_success()
    {
        // As a string that somebody wrote may have it: the provider then waits for the answer to its own cancellation, which is a success with a warning.
        var settings = new NpgsqlConnectionStringBuilder(Pair.ConnectionString) { CommandTimeout = 1, CancellationTimeout = 2000 };
        await using var stores = await OversightStores.OpenPostgreSqlAsync(settings.ConnectionString, TimeProvider.System, Stop);
        await Pair.KillAsync("standby", Stop);

        await Assert.ThrowsAsync<OversightUnavailableException>(async () => await stores.Keys.CreateAsync("use", "lost", expires: null, Stop));
    }

    [Fact]
    public async Task What_is_only_read_does_not_wait_for_the_standby()
    {
        await using var stores = await OversightStores.OpenPostgreSqlAsync(Pair.ConnectionString, TimeProvider.System, Stop);
        await Pair.KillAsync("standby", Stop);

        Assert.Empty(await stores.Keys.ListAsync(Stop));
    }

    private async Task<object?> OnPrimaryAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"Host={Pair.Socket("primary")};Username=postgres;Database=postgres;Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Stop);
    }
}
