using System.Collections.Concurrent;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;

namespace Concordat.Gateway.Routing;

/// <summary>Routes, registry and orders as they are at a moment, compiled into tables; replaced whole when any of them changes. Thread-safe.</summary>
/// <remarks>A table is made when it is first asked for; after that one costs a lookup and allocates nothing.</remarks>
internal sealed class RouteSnapshot(GatewayModel model, OrdersInForce orders)
{
    private readonly ConcurrentDictionary<(UseCaseModel UseCase, ModelRoute Route, string Path), RouteTable> _tables = new();

    public bool IsOf(GatewayModel of, OrdersInForce under) => ReferenceEquals(of, model) && ReferenceEquals(under, orders);

    public RouteTable For(UseCaseModel useCase, ModelRoute route, Dialect dialect) =>
        _tables.TryGetValue((useCase, route, dialect.UpstreamPath), out var table) ? table : Make(useCase, route, dialect);

    private RouteTable Make(UseCaseModel useCase, ModelRoute route, Dialect dialect) => _tables.GetOrAdd(
        (useCase, route, dialect.UpstreamPath),
        RouteTable.Of(
            route.For(dialect), dialect.UpstreamPath, route.Policy, deployment => orders.For(useCase, deployment).InForce is not ("none" or "restriction"),
            static deployment => deployment.Config.Weight));
}
