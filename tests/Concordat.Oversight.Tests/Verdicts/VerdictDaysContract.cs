using Concordat.Oversight.Tests.Kit;
using Concordat.Oversight.Verdicts;

namespace Concordat.Oversight.Tests.Verdicts;

public abstract class VerdictDaysContract : StoreContract
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    [Fact]
    public async Task Nodes_add_to_the_same_day()
    {
        var other = await OpenAnotherAsync();
        await Stores.Verdicts.AddAsync(new VerdictDay(Monday, 10, 2, 1), Cancellation);
        await other.Verdicts.AddAsync(new VerdictDay(Monday, 5, 0, 1), Cancellation);
        await other.Verdicts.AddAsync(new VerdictDay(Monday.AddDays(2), 1, 0, 0), Cancellation);

        Assert.Equal(
            [new VerdictDay(Monday, 15, 2, 2), new VerdictDay(Monday.AddDays(2), 1, 0, 0)],
            await Stores.Verdicts.SinceAsync(Monday.AddDays(-3), Cancellation));
        Assert.Single(await Stores.Verdicts.SinceAsync(Monday.AddDays(1), Cancellation));
    }
}
