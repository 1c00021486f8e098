using Concordat.Oversight.Costs;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Costs;

public abstract class CostStoreContract : StoreContract
{
    private static readonly DateOnly Monday = new(2026, 11, 23);
    private static readonly UsageDay Day = new(Monday, "radar", "key12345", "m", "d-1", "v", "USD", 1, 0, 100, 10, 1_000);

    [Fact]
    public async Task Nodes_add_to_the_same_day_and_each_entry_counts_once()
    {
        var other = await OpenAnotherAsync();
        Assert.Equal(0, await Stores.Costs.CountedAsync("log-a", Cancellation));
        Assert.True(await Stores.Costs.AddAsync("log-a", 0, 5, [Day, Day with { Key = "other" }], Cancellation));
        Assert.True(await other.Costs.AddAsync("log-b", 0, 3, [Day with { Estimated = 1 }], Cancellation));

        // the same entries again, by a process that thinks it is alone
        Assert.False(await other.Costs.AddAsync("log-a", 0, 5, [Day], Cancellation));
        Assert.True(await other.Costs.AddAsync("log-a", 5, 9, [], Cancellation));

        Assert.Equal(9, await Stores.Costs.CountedAsync("log-a", Cancellation));
        Assert.Equal(
            [Day with { Answers = 2, Estimated = 1, Input = 200, Output = 20, Cost = 2_000 }, Day with { Key = "other" }],
            (await Stores.Costs.ListAsync(Monday, Monday, Cancellation)).OrderBy(static day => day.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Days_outside_are_not_listed()
    {
        await Stores.Costs.AddAsync("log", 0, 1, [Day with { Day = Monday.AddDays(-1) }, Day, Day with { Day = Monday.AddDays(1) }], Cancellation);

        Assert.Equal([Monday, Monday.AddDays(1)], (await Stores.Costs.ListAsync(Monday, Monday.AddDays(7), Cancellation)).Select(static day => day.Day));
    }
}
