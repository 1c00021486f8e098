using Concordat.Oversight;
using Concordat.Oversight.Budgets;

namespace Concordat.Gateway.Tests.Budgets;

/// <summary>A store that a test takes away.</summary>
internal sealed class FailingBudgetStore(IBudgetStore inner) : IBudgetStore
{
    public bool Fails { get; set; }

    public ValueTask<IReadOnlyList<LeaseAnswer>> LeaseAsync(IReadOnlyList<LeaseAsk> asks, DateTimeOffset now, CancellationToken cancellation) =>
        Fails ? throw new OversightUnavailableException("away") : inner.LeaseAsync(asks, now, cancellation);

    public ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation) => inner.SweepAsync(now, cancellation);
}
