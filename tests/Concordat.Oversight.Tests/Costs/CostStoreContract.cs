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
            [new UsageSum("key12345", "USD", 2, 1, 200, 20, 2_000), new UsageSum("other", "USD", 1, 0, 100, 10, 1_000)],
            await SumAsync(Monday, Monday, "key"));
    }

    [Fact]
    public async Task Days_outside_are_not_counted()
    {
        await Stores.Costs.AddAsync("log", 0, 1, [Day with { Day = Monday.AddDays(-1) }, Day, Day with { Day = Monday.AddDays(1) }], Cancellation);

        Assert.Equal(2, Assert.Single(await SumAsync(Monday, Monday.AddDays(7), "model")).Answers);
    }

    [Fact]
    public async Task Any_span_is_the_sum_of_its_days_whether_it_has_whole_months_or_not()
    {
        var first = new DateOnly(2026, 1, 1);
        await Stores.Costs.AddAsync("log", 0, 1, [.. Enumerable.Range(0, 430).Select(i => Day with { Day = first.AddDays(i), UseCase = i % 2 == 0 ? "radar" : "range" })], Cancellation);

        for (var from = -3; from < 70; from += 4)
        {
            foreach (var to in new[] { from, from + 1, from + 27, from + 30, from + 58, 58, 364, 365, 440 }.Where(day => day >= from))
            {
                var days = Enumerable.Range(from, to - from + 1).Where(day => day is >= 0 and < 430).ToArray();
                var sums = await SumAsync(first.AddDays(from), first.AddDays(to), "vendor");
                Assert.Equal(days.Length, sums.Sum(static sum => sum.Answers));
                Assert.Equal(days.Count(static day => day % 2 == 0), (await Stores.Costs.SumAsync(first.AddDays(from), first.AddDays(to), "model", "radar", Cancellation)).Sum(static sum => sum.Answers));
            }
        }
    }

    private async Task<IEnumerable<UsageSum>> SumAsync(DateOnly first, DateOnly last, string by) =>
        (await Stores.Costs.SumAsync(first, last, by, useCase: null, Cancellation)).OrderBy(static sum => sum.Name, StringComparer.Ordinal);
}
