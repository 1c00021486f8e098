using Concordat.Oversight.Budgets;

namespace Concordat.Oversight.Stores;

/// <summary>How much a node may hold; the same for every engine.</summary>
internal static class LeaseRules
{
    /// <exception cref="ArgumentException">An ask makes no sense.</exception>
    public static void Check(IReadOnlyList<LeaseAsk> asks)
    {
        ArgumentNullException.ThrowIfNull(asks);
        if (asks.Count > LeaseAsk.MostTogether)
        {
            throw new ArgumentException($"more than {LeaseAsk.MostTogether} asks at once", nameof(asks));
        }

        foreach (var ask in asks)
        {
            Text.Bounded(ask.Counter, LeaseAsk.LongestCounter);
            Text.Bounded(ask.Holder, LeaseAsk.LongestHolder);
            if (ask.Spent < 0 || ask.Keep < 0 || ask.Need < 0 || ask.Ahead < 0 || ask.Part < 1)
            {
                throw new ArgumentException($"an amount of `{ask.Counter}` is negative", nameof(asks));
            }
        }
    }

    /// <summary>What it gets: all that it needs, or none of that; and a part of what is left at hand, less and less towards the end.</summary>
    public static LeaseAnswer Grant(LeaseAsk ask, long spentByOthers, long heldByOthers)
    {
        var left = Math.Max(0, Less(Less(Less(Less(ask.Most, spentByOthers), heldByOthers), ask.Spent), ask.Keep));
        var atHand = Math.Min(ask.Ahead, left / ask.Part);
        return new LeaseAnswer(ask.Need <= left ? Math.Max(ask.Need, atHand) : 0, spentByOthers, heldByOthers);
    }

    // Saturates: sums of counts that somebody wrote into the store must not wrap around into room.
    private static long Less(long from, long amount) => from < long.MinValue + amount ? long.MinValue : from - amount;
}
