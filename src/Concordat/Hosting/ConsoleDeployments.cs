using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Oversight.Orders;

namespace Concordat.Hosting;

/// <summary>What the console shows of the deployments and tool servers of one configuration. Thread-safe.</summary>
internal sealed class ConsoleDeployments
{
    private readonly Lazy<IReadOnlyList<DeploymentView>> _registered;
    private readonly Lazy<ILookup<string, OrderSubject>> _uses;

    public ConsoleDeployments(ConcordatConfig config, TimeProvider time)
    {
        Count = config.Deployments.Count;
        _uses = new Lazy<ILookup<string, OrderSubject>>(() => OrderSubjects.Uses(config).ToLookup(
            static use => use.Deployment.Name, use => OrderSubjects.Of(config, use.UseCase, use.Deployment), StringComparer.Ordinal));
        _registered = new Lazy<IReadOnlyList<DeploymentView>>(() =>
        {
            var bills = DeploymentBills.Read(config, time.GetUtcNow());
            return [.. OrderSubjects.Places(config).Select(deployment => Registered(deployment, config, bills))];
        });
    }

    /// <summary>How many deployments of models are registered.</summary>
    public int Count { get; }

    /// <summary>As they are now.</summary>
    public IReadOnlyList<DeploymentView> List(ConcordatGateway gateway, DateTimeOffset now)
    {
        var orders = gateway.OrderBook is { } book ? book.Orders.Where(order => book.At(order, now).InForce).Select(order => (Order: order, Book: book)).ToList() : [];
        return [.. _registered.Value.Select(view => view with
        {
            Assurance = gateway.AssuranceOf(view.Name),
            Evidence = gateway.EvidenceOf(view.Name) is { } proven ? new EvidenceView(proven.Kind, proven.Hash, proven.Expires, proven.Fault) : null,
            Orders = orders.Count == 0 ? [] : [.. orders.Select(each => On(view.Name, each.Order, each.Book, now)).OfType<DeploymentOrderView>()],
        })];
    }

    private DeploymentOrderView? On(string deployment, Order order, OrderBook book, DateTimeOffset now)
    {
        var uses = _uses.Value[deployment].Where(order.Covers).ToList();
        return uses.Count == 0 ? null : new DeploymentOrderView(
            order.Id, order.Title, book.At(order, now).Standing, [.. uses.Where(use => book.For(order, use, now).Standing != OrderStanding.None).Select(static use => use.UseCase)]);
    }

    private static DeploymentView Registered(DeploymentConfig deployment, ConcordatConfig config, DeploymentBills bills) => new(
        deployment.Name, deployment.Model, deployment.Vendor, deployment.Network, deployment.Hosting, "A0", deployment.Verified)
    {
        Version = deployment.Version,
        Cloud = deployment.Cloud,
        Partition = deployment.Partition,
        Region = deployment.Region,
        Ceiling = deployment.Accreditation?.Ceiling ?? config.Network.Ceiling,
        IsToolServer = deployment.Kind == McpServerConfig.DeploymentKind,
        IsCandidate = deployment.Candidate,
        Bill = bills.Of(deployment.Name) is { } bill ? new BillView(bill.Bill?.Hash, bill.Bill?.Components.Length ?? 0, bill.Because) : null,
    };
}
