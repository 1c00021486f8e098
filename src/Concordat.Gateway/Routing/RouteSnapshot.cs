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
    private readonly ConcurrentDictionary<(UseCaseModel UseCase, ModelRoute Route, string Path, bool WithTools), Lazy<RouteTable>> _tables = new();

    public bool IsOf(GatewayModel of, OrdersInForce under, MigrationBook during) =>
        ReferenceEquals(of, model) && ReferenceEquals(under, orders) && ReferenceEquals(during, migrations);

    /// <param name="withTools">Whether the answer can be a call of a tool: under a restriction none takes effect.</param>
    public RouteTable For(UseCaseModel useCase, ModelRoute route, Dialect dialect, bool withTools) =>
        _tables.TryGetValue((useCase, route, dialect.UpstreamPath, withTools), out var table) ? table.Value : Make(useCase, route, dialect, withTools);

    // Made once, however many ask at once.
    private RouteTable Make(UseCaseModel useCase, ModelRoute route, Dialect dialect, bool withTools) =>
        _tables.GetOrAdd((useCase, route, dialect.UpstreamPath, withTools), _ => new Lazy<RouteTable>(() => Compile(useCase, route, dialect, withTools))).Value;

    private RouteTable Compile(UseCaseModel useCase, ModelRoute route, Dialect dialect, bool withTools)
    {
        var deployments = route.For(dialect);
        var migration = migrations.Of(route.Name);
        var policy = migration?.Stage.Weight is null ? route.Policy : RoutePolicy.Weight;
        return RouteTable.Of(
            deployments, dialect.UpstreamPath, policy,
            deployment => orders.For(useCase, deployment).InForce switch
            {
                "none" => 0,
                "restriction" => withTools ? 1 : 0,
                _ => 2,
            },
            deployment => migration is null
                ? RouteShare.Configured(deployment, policy)
                : RouteShare.Migrating(deployment, policy, migration.Plan, migration.Stage, deployments));
    }
}
