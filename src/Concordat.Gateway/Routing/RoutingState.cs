using System.Collections.Concurrent;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Routing;

/// <summary>What routing keeps across reloads: the health of deployments, and the tables in use. Thread-safe.</summary>
/// <param name="random">Draws by weight and spreads pauses; thread-safe where requests run at once.</param>
internal sealed class RoutingState(TimeProvider time, Random random)
{
    private readonly ConcurrentDictionary<(string Name, string? Url, int Failures, TimeSpan Pause), DeploymentHealth> _health = new();
    private volatile RouteSnapshot? _snapshot;

    public Random Random { get; } = random;

    /// <summary>The migrations that requests go by now.</summary>
    public Func<MigrationBook> Migrations { get; set; } = static () => MigrationBook.Empty;

    /// <summary>The same deployment under the same rule keeps its health; another address begins anew.</summary>
    public DeploymentHealth HealthOf(DeploymentConfig deployment, ModelConfig rule) => _health.GetOrAdd(
        (deployment.Name, deployment.Url, rule.Failures, rule.Pause), static (_, made) => new DeploymentHealth(made.rule, made.time, made.random), (rule, time, random: Random));

    /// <summary>What a request chooses from.</summary>
    public RouteTable For(Exchange exchange) => Snapshot(exchange.Model, exchange.Orders).For(exchange.UseCase, exchange.Route, exchange.Dialect, exchange.Request.Tools.Count > 0);

    /// <summary>The deployment that the request tries next, as of now; null where none is left.</summary>
    public DeploymentModel? Next(RouteTable table, ref RouteWalk walk) => table.Next(ref walk, time.GetUtcNow().UtcTicks, Random);

    private RouteSnapshot Snapshot(GatewayModel model, OrdersInForce orders)
    {
        var snapshot = _snapshot;
        var migrations = Migrations();
        if (snapshot?.IsOf(model, orders, migrations) != true)
        {
            _snapshot = snapshot = new RouteSnapshot(model, orders, migrations);
        }

        return snapshot;
    }
}
