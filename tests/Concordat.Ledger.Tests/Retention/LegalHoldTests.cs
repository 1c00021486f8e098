using Concordat.Ledger.Retention;

namespace Concordat.Ledger.Tests.Retention;

public sealed class LegalHoldTests : IDisposable
{
    private readonly PrunedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task What_is_held_is_not_pruned_until_it_is_released()
    {
        await using var writer = await _log.FilledAsync(2000);
        using var retention = _log.Retention(writer);
        var (hold, _) = await retention.HoldAsync("cv-1996", new EntryIndex(600), new EntryIndex(700), PrunedLog.Cause, TestLog.Token);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 10, 0, TimeSpan.Zero), hold.From);

        var refused = await retention.PruneAsync(Keep(100), TestLog.Token);
        Assert.Equal((true, "legal hold `cv-1996`", 512), (refused.IsRefused, refused.StoppedBy!.Reason, refused.Allowed.Value));

        Assert.NotNull(await retention.ReleaseAsync("cv-1996", PrunedLog.Cause, TestLog.Token));
        Assert.Equal(1792, (await retention.PruneAsync(Keep(100), TestLog.Token)).Minimum.Value);
        Assert.True((await _log.VerifyAsync()).IsValid);
    }

    [Fact]
    public async Task A_hold_stays_in_force_when_its_own_entry_is_pruned_and_when_the_log_is_opened_anew()
    {
        await using (var writer = await _log.FilledAsync(600))
        {
            using var retention = _log.Retention(writer);
            await retention.HoldAsync("early", new EntryIndex(300), null, PrunedLog.Cause, TestLog.Token);
            await retention.PruneAsync(Keep(1000 - 300) with { AsFarAsPossible = true }, TestLog.Token);
            await PrunedLog.FillAsync(writer, 600, 2000);
            await retention.HoldAsync("late", new EntryIndex(2000), null, PrunedLog.Cause, TestLog.Token);
            await retention.ReleaseAsync("early", PrunedLog.Cause, TestLog.Token);
            Assert.Equal(1792, (await retention.PruneAsync(Keep(1) with { AsFarAsPossible = true }, TestLog.Token)).Minimum.Value);
            await PrunedLog.FillAsync(writer, 2600, 2000);
        }

        await using (var writer = _log.Log.Open())
        {
            using var retention = _log.Retention(writer);
            Assert.Equal(["late"], (await retention.HoldsAsync(TestLog.Token)).Select(static h => h.Id));
            Assert.Equal("legal hold `late`", (await retention.PruneAsync(Keep(1), TestLog.Token)).StoppedBy!.Reason);
        }
    }

    [Fact]
    public async Task A_hold_has_a_name_of_its_own_and_begins_among_the_entries_that_are_there()
    {
        await using var writer = await _log.FilledAsync(600);
        using var retention = _log.Retention(writer);
        await retention.HoldAsync("a", new EntryIndex(0), null, PrunedLog.Cause, TestLog.Token);

        await RefusedAsync("a", 0, null);
        await RefusedAsync("b c", 0, null);
        await RefusedAsync("", 0, null);
        await RefusedAsync("b", 601, null);
        await RefusedAsync("b", 5, 4);
        await RefusedAsync("b", 5, 601);
        Assert.Null(await retention.ReleaseAsync("b", PrunedLog.Cause, TestLog.Token));

        Task<RetentionException> RefusedAsync(string id, long first, long? last) => Assert.ThrowsAsync<RetentionException>(() =>
            retention.HoldAsync(id, new EntryIndex(first), last is { } l ? new EntryIndex(l) : null, PrunedLog.Cause, TestLog.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public async Task An_act_without_a_reason_is_refused(string because)
    {
        await using var writer = await _log.FilledAsync(600);
        using var retention = _log.Retention(writer);

        await Assert.ThrowsAsync<RetentionException>(() => retention.PruneAsync(
            new PruneRequest { Cause = new RetentionCause(because, "archivist"), Keep = 1 }, TestLog.Token));
        Assert.Equal(600, writer.DurableSize);
    }

    private static PruneRequest Keep(long keep) => new() { Cause = PrunedLog.Cause, Keep = keep };
}
