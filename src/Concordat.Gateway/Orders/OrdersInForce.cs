using System.Collections.Concurrent;
using System.Collections.Immutable;
using Concordat.Gateway.Model;
using Concordat.Oversight.Orders;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Orders;

/// <summary>The orders in force at a moment, ready to be asked about any use of any deployment; replaced whole. Thread-safe.</summary>
/// <remarks>A use is judged when it is first asked about and remembered: after that an answer costs one lookup and allocates nothing.</remarks>
internal sealed class OrdersInForce
{
    private static readonly OrderFacts[] Facts = [.. Enum.GetValues<OrderStanding>().Select(standing => new OrderFacts(standing.ToFact()))];

    private readonly OrdersAsOf? _orders;
    private readonly ConcurrentDictionary<(UseCaseModel UseCase, DeploymentModel Deployment), OrderFacts> _known = new();

    private OrdersInForce()
    {
    }

    public OrdersInForce(OrderBook book, DateTimeOffset asOf)
    {
        _orders = book.AsOf(asOf);
        (InForce, Changes) = (_orders.InForce, _orders.Changes);
    }

    /// <summary>While there is no order at all.</summary>
    public static OrdersInForce None { get; } = new();

    /// <summary>Ids of the orders that bind someone now.</summary>
    public ImmutableArray<string> InForce { get; } = [];

    /// <summary>When this must be made anew; null for never.</summary>
    public DateTimeOffset? Changes { get; }

    /// <summary>Whether all parties together have suspended a use case whole.</summary>
    public bool IsSuspended(string useCase) => _orders is { SuspendedUseCases: { Count: > 0 } suspended } && suspended.Contains(useCase);

    /// <summary>Judges again what was asked about under the orders before, so that the first request after a change waits for nothing.</summary>
    /// <param name="most">Most uses that are judged; what is left is judged when it is asked about.</param>
    public void Prepare(OrdersInForce before, int most)
    {
        if (!InForce.IsEmpty)
        {
            foreach (var (useCase, deployment) in before._known.Keys.Take(most))
            {
                Judge(useCase, deployment);
            }
        }
    }

    /// <summary>What they mean for one use of one deployment.</summary>
    public OrderFacts For(UseCaseModel useCase, DeploymentModel deployment)
    {
        if (InForce.IsEmpty)
        {
            return Facts[(int)OrderStanding.None];
        }

        return _known.TryGetValue((useCase, deployment.Registered), out var facts) ? facts : Judge(useCase, deployment);
    }

    private OrderFacts Judge(UseCaseModel useCase, DeploymentModel deployment)
    {
        var subject = OrderSubjects.Of(useCase.Id, useCase.Facts.Organisation, useCase.Facts.Network, deployment.Config);
        var facts = Facts[(int)_orders!.For(subject).Standing];
        _known.TryAdd((useCase, deployment.Registered), facts);
        return facts;
    }
}
