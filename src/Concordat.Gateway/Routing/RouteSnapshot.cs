using System.Collections.Concurrent;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;

namespace Concordat.Gateway.Routing;

/// <summary>Routes, registry, orders and migrations as they are at a moment, compiled into tables; replaced whole when any of them changes. Thread-safe.</summary>
/// <remarks>A table is made when it is first asked for; after that one costs a lookup and allocates nothing.</remarks>
internal sealed class RouteSnapshot(GatewayModel model, OrdersInForce orders, MigrationBook migrations)
{
    private readonly ConcurrentDictionary<(UseCaseModel UseCase, ModelRoute Route, string Path), Lazy<RouteTable>> _tables = new();

    public bool IsOf(GatewayModel of, OrdersInForce under, MigrationBook during) =>
        ReferenceEquals(of, model) && ReferenceEquals(under, orders) && ReferenceEquals(during, migrations);

    public RouteTable For(UseCaseModel useCase, ModelRoute route, Dialect dialect) =>
        _tables.TryGetValue((useCase, route, dialect.UpstreamPath), out var table) ? table.Value : Make(useCase, route, dialect);

    // Made once, however many ask at once.
    private RouteTable Make(UseCaseModel useCase, ModelRoute route, Dialect dialect) =>
        _tables.GetOrAdd((useCase, route, dialect.UpstreamPath), _ => new Lazy<RouteTable>(() => Compile(useCase, route, dialect))).Value;

    private RouteTable Compile(UseCaseModel useCase, ModelRoute route, Dialect dialect)
    {
        var deployments = route.For(dialect);
        var migration = migrations.Of(route.Name);
        var policy = migration?.Stage.Weight is null ? route.Policy : RoutePolicy.Weight;
        return RouteTable.Of(
            deployments, dialect.UpstreamPath, policy,
            deployment => orders.For(useCase, deployment).InForce is not ("none" or "restriction"),
            deployment => migration is null
                ? RouteShare.Configured(deployment, policy)
                : RouteShare.Migrating(deployment, policy, migration.Plan, migration.Stage, deployments));
    }
}
