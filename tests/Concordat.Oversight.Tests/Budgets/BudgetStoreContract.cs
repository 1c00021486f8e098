using Concordat.Oversight.Budgets;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Budgets;

public abstract class BudgetStoreContract : StoreContract
{
    [Fact]
    public async Task A_part_that_one_node_holds_is_not_given_to_another()
    {
        Assert.Equal(60, (await LeaseAsync(Ask("a") with { Need = 60 })).Extra);

        Assert.Equal(new LeaseAnswer(0, 0, 60), await LeaseAsync(Ask("b") with { Need = 41 }));
        Assert.Equal(new LeaseAnswer(40, 0, 60), await LeaseAsync(Ask("b") with { Need = 40 }));
        Assert.Equal(new LeaseAnswer(0, 0, 40), await LeaseAsync(Ask("a") with { Spent = 60, Need = 1 }));
    }

    [Fact]
    public async Task The_same_ask_again_changes_nothing()
    {
        var ask = Ask("a") with { Spent = 30, Keep = 20, Need = 50 };
        var first = await LeaseAsync(ask);

        Assert.Equal(first, await LeaseAsync(ask));
        Assert.Equal(new LeaseAnswer(0, 30, 70), await LeaseAsync(Ask("b") with { Need = 1 }));
    }

    [Fact]
    public async Task What_is_at_hand_grows_smaller_towards_the_end()
    {
        Assert.Equal(12, (await LeaseAsync(Ask("a") with { Ahead = 1000, Part = 8 })).Extra);
        Assert.Equal(2, (await LeaseAsync(Ask("b") with { Spent = 70, Ahead = 1000, Part = 8 })).Extra);
        Assert.Equal(0, (await LeaseAsync(Ask("c") with { Spent = 10, Ahead = 1000, Part = 8 })).Extra);
        Assert.Equal(5, (await LeaseAsync(Ask("c") with { Spent = 10, Need = 5, Ahead = 1000, Part = 8 })).Extra);
    }

    [Fact]
    public async Task What_a_silent_node_held_comes_back_when_its_lease_has_run_out()
    {
        await LeaseAsync(Ask("a") with { Spent = 10, Need = 80 });

        Assert.Equal(0, (await LeaseAsync(Ask("b") with { Need = 50 })).Extra);
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new LeaseAnswer(50, 10, 0), await LeaseAsync(Ask("b") with { Need = 50 }));
    }

    [Fact]
    public async Task What_a_silent_node_held_of_a_hard_budget_counts_as_spent()
    {
        await LeaseAsync(Ask("a") with { Spent = 10, Need = 80, IsHard = true });
        Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(new LeaseAnswer(0, 90, 0), await LeaseAsync(Ask("b") with { Need = 11, IsHard = true }));
        Assert.Equal(new LeaseAnswer(10, 90, 0), await LeaseAsync(Ask("b") with { Need = 10, IsHard = true }));

        // it was only slow, and tells what it did
        Assert.Equal(new LeaseAnswer(5, 0, 10), await LeaseAsync(Ask("a") with { Spent = 40, Keep = 45, Need = 5, IsHard = true }));
    }

    [Fact]
    public async Task Windows_and_counters_know_nothing_of_each_other()
    {
        await LeaseAsync(Ask("a") with { Spent = 100 });

        Assert.Equal(100, (await LeaseAsync(Ask("b") with { Window = 2, Need = 100 })).Extra);
        Assert.Equal(100, (await LeaseAsync(Ask("b") with { Counter = "other", Need = 100 })).Extra);
        Assert.Equal(0, (await LeaseAsync(Ask("b") with { Need = 1 })).Extra);
    }

    [Fact]
    public async Task Nodes_that_ask_at_once_never_hold_more_than_there_is()
    {
        var other = await OpenAnotherAsync();
        var asks = Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? Stores : other).Budgets
            .LeaseAsync([Ask($"n{i}") with { Need = 7 }, Ask($"n{i}") with { Counter = "z", Need = 3 }], Time.GetUtcNow(), Cancellation).AsTask());

        var answers = await Task.WhenAll(asks);

        Assert.Equal(14, answers.Count(static answer => answer[0].Extra == 7));
        Assert.Equal(33, answers.Count(static answer => answer[1].Extra == 3));
    }

    [Fact]
    public async Task What_is_over_is_forgotten_and_nothing_else()
    {
        await LeaseAsync(Ask("a") with { Spent = 100, Forget = Time.GetUtcNow().AddHours(1) });
        await LeaseAsync(Ask("a") with { Counter = "kept", Spent = 100, Forget = Time.GetUtcNow().AddHours(3) });
        Time.Advance(TimeSpan.FromHours(2));
        await Stores.Budgets.SweepAsync(Time.GetUtcNow(), Cancellation);

        Assert.Equal(1L, await Database.ExecuteAsync("SELECT count(*) FROM budget_leases"));
        Assert.Equal(0, (await LeaseAsync(Ask("b") with { Counter = "kept", Need = 1 })).Extra);
    }

    [Fact]
    public async Task Asks_that_make_no_sense_are_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => LeaseAsync(Ask("a") with { Spent = -1 }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => LeaseAsync(Ask("a") with { Keep = -1 }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => LeaseAsync(Ask("a") with { Counter = new string('x', LeaseAsk.LongestCounter + 1) }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => LeaseAsync(Ask("") with { Need = 1 }));
    }

    private async Task<LeaseAnswer> LeaseAsync(LeaseAsk ask) => (await Stores.Budgets.LeaseAsync([ask], Time.GetUtcNow(), Cancellation))[0];

    private LeaseAsk Ask(string holder) => new(
        "tokens of radar", holder, 1, 100, 0, 0, 0, 0, 8, false, Time.GetUtcNow().AddSeconds(30), Time.GetUtcNow().AddDays(1));
}
