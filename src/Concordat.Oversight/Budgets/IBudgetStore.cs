namespace Concordat.Oversight.Budgets;

/// <summary>Keeps what was spent of budgets and who holds how much of what is left, for every node.</summary>
/// <remarks>
/// Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.
/// A node leases a part of a window of a budget, spends it by itself, and says now and then how much. Together, what was spent and what is
/// held never exceed the budget by what the store gives out. The part of a node that says nothing any more falls back when its lease
/// runs out; that of a hard budget counts as spent then, because nobody knows how much of it was.
/// </remarks>
public interface IBudgetStore
{
    /// <summary>Takes what a node has spent, and says how much it may hold from now on.</summary>
    /// <param name="asks">At most <see cref="LeaseAsk.MostTogether"/>, each of another holder.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The answers, in the order of the asks. The same ask again changes nothing.</returns>
    ValueTask<IReadOnlyList<LeaseAnswer>> LeaseAsync(IReadOnlyList<LeaseAsk> asks, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Forgets the windows whose time to be kept is over.</summary>
    ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation);
}
