using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Oversight.Orders;

namespace Concordat.Hosting;

/// <summary>Shows the console the gateway's orders.</summary>
internal sealed class ConsoleOrders(ConcordatGateway gateway) : IOrders
{
    public OrderBook Book => gateway.OrderBook ?? throw new InvalidOperationException("the console was asked before a configuration was in force");

    public OrderSigners Signers => gateway.OrderSigners ?? throw new InvalidOperationException("the console was asked before a configuration was in force");

    public ValueTask<OrderPlanReport> PlanAsync(OrderDocument order, DateTimeOffset asOf, CancellationToken cancellation) =>
        gateway.PlanOrderAsync(order, asOf, cancellation);
}
