using Concordat.Ledger.Tests.Sequencing;
using Concordat.Tests.Kit;

namespace Concordat.Ledger.Tests.PostgreSql;

/// <summary>A primary that dies, and a standby that every commit waits for: what was acknowledged is on both.</summary>
public sealed class PostgreSqlPairTests : IAsyncLifetime
{
    private readonly TestLog _log = new();
    private PostgreSqlPair? _pair;
    private TestDatabase? _database;

    private PostgreSqlPair Pair => _pair!;

    public async ValueTask InitializeAsync()
    {
        _pair = await PostgreSqlPair.StartAsync(TestLog.Token);
        _database = await TestDatabase.CreateAsync(_pair.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await (_database?.DisposeAsync() ?? default);
        await (_pair?.DisposeAsync() ?? default);
    }

    [Fact]
    public async Task A_primary_killed_under_load_loses_nothing_that_was_acknowledged_and_the_standby_takes_over_without_a_restart()
    {
        AppendLoad load;
        await using (var writer = Open(TimeSpan.FromSeconds(3)))
        {
            load = new AppendLoad(writer);
            Reach(() => load.Acknowledged.Count, 2000);
            await Pair.KillAsync("primary", TestLog.Token);
            Reach(() => load.Refused, 1);
            await Pair.PromoteStandbyAsync(TestLog.Token);
            Reach(() => load.Acknowledged.Count, load.Acknowledged.Count + 2000);
            await load.StopAsync();
        }

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
        var entries = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
        load.AssertRecordedAs(entries);
    }

    [Fact]
    public async Task A_commit_that_the_standby_never_answered_is_refused_and_taken_back()
    {
        await using (var writer = Open(TimeSpan.FromSeconds(1)))
        {
            await TestLog.AppendAsync(writer, 0, 5);
            await Pair.KillAsync("standby", TestLog.Token);

            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("lost"u8.ToArray(), TestLog.Token));
            Assert.Equal("6", await OnPrimaryAsync("SELECT size FROM ledger_heads"));
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("lost too"u8.ToArray(), TestLog.Token));

            await Pair.StartStandbyAsync(TestLog.Token);
            await TestLog.AppendAsync(writer, 5, 5);
        }

        var entries = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => TestLog.Entry(i)), entries);
    }

    [Fact]
    public async Task A_wait_for_the_standby_that_an_operator_breaks_off_is_no_acknowledgement()
    {
        await using var writer = Open(TimeSpan.FromSeconds(20));
        await TestLog.AppendAsync(writer, 0, 5);
        await Pair.KillAsync("standby", TestLog.Token);
        var append = Task.Run(async () => await writer.AppendAsync("held up"u8.ToArray(), TestLog.Token));
        for (var broken = 0; broken < 2;)
        {
            // The first is the commit itself; the second is the look whether it is in, which must not believe itself either.
            broken += await OnPrimaryAsync("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is "0" ? 0 : 1;
        }

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await append);
        Assert.Equal(5, writer.DurableSize);
        await Pair.StartStandbyAsync(TestLog.Token);
        await TestLog.AppendAsync(writer, 5, 1);
    }

    private LedgerWriter Open(TimeSpan timeout) => LedgerWriter.Open(
        _log.Options with { Database = _database!.Ledger with { Timeout = timeout }, RetryInterval = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);

    private async Task<string?> OnPrimaryAsync(string sql) =>
        Convert.ToString(await _database!.RunAsync(sql), System.Globalization.CultureInfo.InvariantCulture);

    private static void Reach(Func<int> count, int wanted) =>
        Assert.True(SpinWait.SpinUntil(() => count() >= wanted, TimeSpan.FromSeconds(60)), $"{count()} of {wanted}");
}
