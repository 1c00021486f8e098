using Concordat.Gateway.Budgets;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight;
using Concordat.Oversight.Budgets;

namespace Concordat.Gateway.Tests.Budgets;

/// <summary>Two nodes on one database try to spend more together than there is.</summary>
public abstract class BudgetBookContract : IAsyncLifetime
{
    private static readonly BudgetSubject Radar = new("radar", "", "");

    private readonly MovableTime _time = new();
    private readonly List<OversightStores> _opened = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var stores in _opened)
        {
            await stores.DisposeAsync();
        }

        await DropAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<OversightStores> OpenStoresAsync(TimeProvider time);

    protected abstract ValueTask DropAsync();

    [Theory]
    [InlineData("requests", "day", false)]
    [InlineData("requests", "minute", false)]
    [InlineData("tokens", "month", true)]
    public async Task Parallel_requests_on_two_nodes_never_take_more_than_there_is(string count, string per, bool hard)
    {
        var budget = Budget(count, per, 500, hard);
        BudgetBook[] nodes = [new BudgetBook(await OpenAsync(), isShared: true, _time), new BudgetBook(await OpenAsync(), isShared: true, _time)];
        var taken = 0;
        var workers = Enumerable.Range(0, 16).Select(async worker =>
        {
            var node = nodes[worker % 2];
            var period = node.PeriodOf(budget, Radar);
            for (var i = 0; i < 100; i++)
            {
                if (await node.TakeAsync(budget, period, 1, 1, Stop))
                {
                    period.Settle(1, 1);
                    Interlocked.Increment(ref taken);
                }
            }
        });

        await Task.WhenAll(workers);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        // What one node has at hand another may miss: that is all.
        Assert.InRange(taken, 400, 500);

        // All was given back or told: a third node gets exactly the rest.
        await using var last = new BudgetBook(await OpenAsync(), isShared: true, _time);
        var rest = last.PeriodOf(budget, Radar);
        Assert.False(await last.TakeAsync(budget, rest, 501 - taken, 501 - taken, Stop));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(taken == 500 || per == "minute" || await last.TakeAsync(budget, rest, 500 - taken, 500 - taken, Stop));
    }

    [Fact]
    public async Task Large_reservations_never_add_up_to_more_than_a_hard_budget_and_come_back_as_far_as_they_were_not_used()
    {
        var budget = Budget("tokens", "month", 10_000, hard: true);
        await using var a = new BudgetBook(await OpenAsync(), isShared: true, _time);
        await using var b = new BudgetBook(await OpenAsync(), isShared: true, _time);
        var (first, second) = (a.PeriodOf(budget, Radar), b.PeriodOf(budget, Radar));

        Assert.True(await a.TakeAsync(budget, first, 6_000, 6_000, Stop));
        Assert.False(await b.TakeAsync(budget, second, 6_000, 6_000, Stop));
        first.Settle(6_000, 1_000);
        await a.TellAsync(isLast: true, Stop);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await b.TakeAsync(budget, second, 9_000, 9_000, Stop));
        Assert.False(await a.TakeAsync(budget, first, 1, 1, Stop));
    }

    [Fact]
    public async Task A_node_that_died_gives_back_by_time_what_is_not_hard()
    {
        var (soft, hard) = (Budget("requests", "day", 10, hard: false), Budget("tokens", "day", 10, hard: true));
        var dead = new BudgetBook(await OpenAsync(), isShared: true, _time);
        await using var alive = new BudgetBook(await OpenAsync(), isShared: true, _time);
        Assert.True(await dead.TakeAsync(soft, dead.PeriodOf(soft, Radar), 9, 9, Stop));
        Assert.True(await dead.TakeAsync(hard, dead.PeriodOf(hard, Radar), 9, 9, Stop));

        Assert.False(await alive.TakeAsync(soft, alive.PeriodOf(soft, Radar), 8, 8, Stop));
        _time.Advance(BudgetPeriod.Lease + TimeSpan.FromSeconds(1));

        Assert.True(await alive.TakeAsync(soft, alive.PeriodOf(soft, Radar), 10, 10, Stop));
        Assert.False(await alive.TakeAsync(hard, alive.PeriodOf(hard, Radar), 2, 2, Stop));
        dead.Stop();
    }

    [Fact]
    public async Task A_clock_that_is_put_back_finds_what_was_spent()
    {
        var budget = Budget("requests", "day", 10, hard: false);
        await using var book = new BudgetBook(await OpenAsync(), isShared: true, _time);
        var today = book.PeriodOf(budget, Radar);
        Assert.True(await book.TakeAsync(budget, today, 10, 10, Stop));
        today.Settle(10, 10);

        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(await book.TakeAsync(budget, book.PeriodOf(budget, Radar), 1, 1, Stop));
        _time.Advance(TimeSpan.FromSeconds(-1 - 86_400));
        Assert.False(await book.TakeAsync(budget, book.PeriodOf(budget, Radar), 1, 1, Stop));
        await book.TellAsync(isLast: false, Stop);
        _time.Advance(TimeSpan.FromDays(40));
        await book.TellAsync(isLast: false, Stop);
        Assert.True(await book.TakeAsync(budget, book.PeriodOf(budget, Radar), 10, 10, Stop));
    }

    [Fact]
    public async Task Without_its_store_a_hard_budget_ends_with_its_lease_and_another_with_what_is_at_hand()
    {
        var (soft, hard) = (Budget("requests", "day", 1_000, hard: false), Budget("tokens", "day", 1_000, hard: true));
        var store = new FailingBudgetStore(await OpenAsync());
        await using var book = new BudgetBook(store, isShared: true, _time);
        var (loose, strict) = (book.PeriodOf(soft, Radar), book.PeriodOf(hard, Radar));
        Assert.True(await book.TakeAsync(soft, loose, 1, 1, Stop));
        Assert.True(await book.TakeAsync(hard, strict, 1, 1, Stop));

        store.Fails = true;
        Assert.True(await book.TakeAsync(hard, strict, 1, 1, Stop));
        _time.Advance(BudgetPeriod.Lease);
        Assert.True(await book.TakeAsync(soft, loose, 1, 1, Stop));
        await Assert.ThrowsAsync<OversightUnavailableException>(async () => await book.TakeAsync(hard, strict, 1, 1, Stop));
        await Assert.ThrowsAsync<OversightUnavailableException>(async () => await book.TakeAsync(soft, loose, 900, 900, Stop));

        store.Fails = false;
        Assert.True(await book.TakeAsync(hard, strict, 1, 1, Stop));
    }

    [Fact]
    public async Task Requests_at_once_are_counted_over_all_nodes()
    {
        var budget = Budget("concurrent", null, 3, hard: false);
        await using var a = new BudgetBook(await OpenAsync(), isShared: true, _time);
        await using var b = new BudgetBook(await OpenAsync(), isShared: true, _time);
        var (first, second) = (a.PeriodOf(budget, Radar), b.PeriodOf(budget, Radar));

        Assert.True(await a.TakeAsync(budget, first, 1, 1, Stop));
        Assert.True(await a.TakeAsync(budget, first, 1, 1, Stop));
        Assert.True(await b.TakeAsync(budget, second, 1, 1, Stop));
        Assert.False(await b.TakeAsync(budget, second, 1, 1, Stop));
        first.Settle(1, 0);
        await a.TellAsync(isLast: true, Stop);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await b.TakeAsync(budget, second, 1, 1, Stop));
        Assert.False(await a.TakeAsync(budget, first, 1, 1, Stop));
    }

    private static BudgetModel Budget(string count, string? per, decimal most, bool hard) =>
        new(new BudgetConfig { Name = "b", UseCase = "radar", Count = count, Per = per, Most = most, Hard = hard });

    private async ValueTask<IBudgetStore> OpenAsync()
    {
        var stores = await OpenStoresAsync(_time);
        _opened.Add(stores);
        return stores.Budgets;
    }
}
