using System.Collections.Concurrent;
using Concordat.Agreements.Documents;
using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Orders;
using Concordat.Oversight.Orders;

namespace Concordat.Hosting;

/// <summary>What the console shows of the deployments and tool servers of one configuration. Thread-safe.</summary>
internal sealed class ConsoleDeployments
{
    private readonly Lazy<IReadOnlyList<DeploymentView>> _registered;
    private readonly Lazy<ILookup<string, OrderSubject>> _uses;
    private readonly ConcurrentDictionary<string, ILookup<string, OrderSubject>> _covered = new(StringComparer.Ordinal); // by the hash of the order

    public ConsoleDeployments(ConcordatConfig config, AgreementTerms terms, TimeProvider time)
    {
        Count = config.Deployments.Count;
        _uses = new Lazy<ILookup<string, OrderSubject>>(() => OrderSubjects.Uses(config).ToLookup(
            static use => use.Deployment.Name, use => OrderSubjects.Of(config, use.UseCase, use.Deployment), StringComparer.Ordinal));
        _registered = new Lazy<IReadOnlyList<DeploymentView>>(() =>
        {
            var bills = DeploymentBills.Read(config, time.GetUtcNow());
            return [.. OrderSubjects.Places(config).Select(deployment => Registered(deployment, DeploymentCeiling.Of(config, terms, deployment), DeploymentPlace.Of(deployment, terms), bills))];
        });
    }

    /// <summary>How many deployments of models are registered.</summary>
    public int Count { get; }

    /// <summary>As they are now.</summary>
    public IReadOnlyList<DeploymentView> List(ConcordatGateway gateway, DateTimeOffset now)
    {
        var book = gateway.OrderBook;
        var orders = book?.AsOf(now).States ?? [];
        return [.. _registered.Value.Select(view => view with
        {
            Assurance = gateway.AssuranceOf(view.Name),
            Evidence = gateway.EvidenceOf(view.Name) is { } proven ? new EvidenceView(proven.Kind, proven.Hash, proven.Expires, proven.Fault) : null,
            Orders = orders.Length == 0 ? [] : [.. orders.Select(state => On(view.Name, state, book!, now)).OfType<DeploymentOrderView>()],
        })];
    }

    private DeploymentOrderView? On(string deployment, OrderState state, OrderBook book, DateTimeOffset now)
    {
        var uses = Covered(book.Find(state.Order.Id)!)[deployment];
        return !uses.Any() ? null : new DeploymentOrderView(
            state.Order.Id, state.Order.Title, state.Standing, [.. uses.Where(use => book.For(state, use, now).Standing != OrderStanding.None).Select(static use => use.UseCase)]);
    }

    // Which uses an order names changes with the configuration alone.
    private ILookup<string, OrderSubject> Covered(OrderDocument document) => _covered.GetOrAdd(document.Hash, _ => _uses.Value
        .SelectMany(static uses => uses).Where(document.Order!.Covers).ToLookup(static use => use.Deployment, StringComparer.Ordinal));

    private static DeploymentView Registered(DeploymentConfig deployment, DeploymentCeiling ceiling, DeploymentPlace place, DeploymentBills bills) => new(
        deployment.Name, deployment.Model, deployment.Vendor, deployment.Network, place.Hosting, "A0", deployment.Verified)
    {
        Version = deployment.Version,
        Cloud = deployment.Cloud,
        Partition = deployment.Partition,
        Region = deployment.Region,
        PlaceDoubt = place.Because,
        Ceiling = ceiling.ToWords(),
        DataTerms = deployment.DataTerms,
        IsToolServer = deployment.Kind == McpServerConfig.DeploymentKind,
        IsCandidate = deployment.Candidate,
        Bill = bills.Of(deployment.Name) is { } bill ? new BillView(bill.Bill?.Hash, bill.Bill?.Components.Length ?? 0, bill.Because) : null,
    };
}
