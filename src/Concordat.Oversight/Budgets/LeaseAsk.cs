namespace Concordat.Oversight.Budgets;

/// <summary>What a node asks for one window of one counter. Units are those of the counter: requests, tokens, or billionths of a currency.</summary>
/// <param name="Counter">What is counted: the budget and for whom; at most <see cref="LongestCounter"/> letters.</param>
/// <param name="Holder">Who asks: a fresh name for each window that a process opens, so that a part which somebody lost is never counted away.</param>
/// <param name="Window">When the window begins, microseconds since 1970; 0 for what is counted while it lasts.</param>
/// <param name="Most">The budget.</param>
/// <param name="Spent">All that this node has spent in the window.</param>
/// <param name="Keep">What it holds and does not give back: for requests under way, and what it has at hand.</param>
/// <param name="Need">What it needs at once, beyond that.</param>
/// <param name="Ahead">What it would like to have at hand, beyond that; it gets no more than a part of what is left.</param>
/// <param name="Part">Which part of what is left it may have at hand: 2 for a half.</param>
/// <param name="IsHard">Whether what a silent node held counts as spent.</param>
/// <param name="Expires">Until when the lease is its own.</param>
/// <param name="Forget">From when on the window need not be known any more.</param>
public sealed record LeaseAsk(
    string Counter, string Holder, long Window, long Most, long Spent, long Keep, long Need, long Ahead, int Part, bool IsHard, DateTimeOffset Expires, DateTimeOffset Forget)
{
    /// <summary>Most asks in one call.</summary>
    public const int MostTogether = 100;

    /// <summary>Longest name of a counter.</summary>
    public const int LongestCounter = 1024;

    /// <summary>Longest name of a holder.</summary>
    public const int LongestHolder = 64;
}
