using Concordat.Oversight.Orders;

namespace Concordat.Console.Data;

/// <summary>The orders of the running gateway.</summary>
/// <remarks>Implemented by the executable. Thread-safe.</remarks>
public interface IOrders
{
    /// <summary>Every order and notice that was taken.</summary>
    OrderBook Book { get; }

    /// <summary>Who may issue orders under the agreement in force, and which keys are configured.</summary>
    OrderSigners Signers { get; }

    /// <summary>Where an order bites as of a date, with what was asked of each use lately, and what is due when.</summary>
    ValueTask<OrderPlanReport> PlanAsync(OrderDocument order, DateTimeOffset asOf, CancellationToken cancellation);
}
