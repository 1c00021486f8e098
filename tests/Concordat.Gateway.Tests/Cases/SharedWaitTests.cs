using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>Those who wait at a node look together, and each is told of its own case as soon as if it were alone.</summary>
public sealed class SharedWaitTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly WoundTime _time = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-wait-").FullName;
    private readonly OversightStores _stores;
    private readonly CountedCases _counts;
    private readonly CaseWait _waiting;

    public SharedWaitTests()
    {
        _stores = OversightStores.OpenSqlite(Path.Combine(_directory, "oversight.db"), _time);
        (var cases, _counts) = CountedCases.Of(_stores.Cases);
        _waiting = new CaseWait(cases, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Many_that_wait_ask_the_store_once_an_interval()
    {
        var cases = new List<CaseId>();
        for (var i = 0; i < 20; i++)
        {
            cases.Add(await OpenAsync(i));
        }

        // two for each case
        Task<CaseState?>[] waits = [.. cases.Concat(cases).Select(WaitAsync)];
        for (var look = 1; look <= 2; look++)
        {
            await SetAsync(41 * look);
            _time.Advance(Interval);
        }

        await SetAsync(41 * 3);
        Assert.All(waits, static wait => Assert.False(wait.IsCompleted));
        Assert.Equal((40, 2), (_counts.Of(nameof(ICaseStore.GetAsync)), _counts.Of(nameof(ICaseStore.GetAllAsync))));

        Assert.Null((await _stores.Cases.TakeBackAsync(cases[7], "the key", Stop)).Error);
        _time.Advance(Interval);

        Assert.Equal(CaseState.Withdrawn, await waits[7]);
        Assert.Equal(CaseState.Withdrawn, await waits[27]);
        await SetAsync((41 * 3) + 39);
        Assert.Equal(2, waits.Count(static wait => wait.IsCompleted)); // nobody is told of the case of another
        Assert.Equal(3, _counts.Of(nameof(ICaseStore.GetAllAsync)));
    }

    [Fact]
    public async Task Who_comes_while_others_wait_looks_at_once_and_then_with_them()
    {
        var (first, second, done) = (await OpenAsync(1), await OpenAsync(2), await OpenAsync(3));
        Assert.Null((await _stores.Cases.TakeBackAsync(done, "the key", Stop)).Error);
        var early = WaitAsync(first);
        await SetAsync(2);
        _time.Advance(Interval / 2);

        Assert.Equal(CaseState.Withdrawn, await WaitAsync(done));
        var late = WaitAsync(second);
        await SetAsync(3);
        Assert.Null((await _stores.Cases.TakeBackAsync(second, "the key", Stop)).Error);
        _time.Advance(Interval / 2);

        Assert.Equal(CaseState.Withdrawn, await late);
        Assert.False(early.IsCompleted);
        Assert.Equal(1, _counts.Of(nameof(ICaseStore.GetAllAsync)));
    }

    [Fact]
    public async Task Who_goes_away_or_has_waited_long_enough_takes_nobody_else_along()
    {
        var (first, second) = (await OpenAsync(1), await OpenAsync(2));
        using var gone = new CancellationTokenSource();
        var leaves = _waiting.UntilLeftAsync(first, CaseState.Open, TimeSpan.FromMinutes(1), gone.Token).AsTask();
        var ends = _waiting.UntilLeftAsync(first, CaseState.Open, Interval / 2, Stop).AsTask();
        var stays = WaitAsync(second);
        await SetAsync(4);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        _time.Advance(Interval / 2);
        Assert.Equal(CaseState.Open, await ends);
        Assert.Null((await _stores.Cases.TakeBackAsync(second, "the key", Stop)).Error);
        _time.Advance(Interval / 2);

        Assert.Equal(CaseState.Withdrawn, await stays);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_ends_the_wait_of_all_with_its_fault_and_a_later_one_looks_again()
    {
        var id = await OpenAsync(1);
        var fails = true;
        var (cases, _) = CountedCases.Of(_stores.Cases, question =>
        {
            if (fails && question == nameof(ICaseStore.GetAllAsync))
            {
                throw new OversightUnavailableException();
            }
        });
        var waiting = new CaseWait(cases, _time);
        Task<CaseState?>[] waits = [.. Enumerable.Range(0, 3).Select(_ => waiting.UntilLeftAsync(id, CaseState.Open, TimeSpan.FromMinutes(1), Stop).AsTask())];
        await SetAsync(4);
        _time.Advance(Interval);
        foreach (var wait in waits)
        {
            await Assert.ThrowsAsync<OversightUnavailableException>(() => wait);
        }

        fails = false;
        var again = waiting.UntilLeftAsync(id, CaseState.Open, TimeSpan.FromMinutes(1), Stop).AsTask();
        await SetAsync(6);
        Assert.Null((await _stores.Cases.TakeBackAsync(id, "the key", Stop)).Error);
        _time.Advance(Interval);
        Assert.Equal(CaseState.Withdrawn, await again);
    }

    private Task<CaseState?> WaitAsync(CaseId id) => _waiting.UntilLeftAsync(id, CaseState.Open, TimeSpan.FromMinutes(1), Stop).AsTask();

    /// <summary>Waits until so many timers were set in all: one by each who waits, each time anew, and one by each look.</summary>
    private async Task SetAsync(int timers)
    {
        while (_time.Made < timers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        }
    }

    private async Task<CaseId> OpenAsync(int i)
    {
        var digest = i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
        var opening = new CaseOpening(
            CaseType.Authorize, new HeldAction("maintenance", new string('a', 64), digest), ["3.1"], "fire", "force", _time.GetUtcNow().AddHours(1), digest, [1]);
        return (await _stores.Cases.OpenAsync(opening, Stop)).Case!.Id;
    }
}
