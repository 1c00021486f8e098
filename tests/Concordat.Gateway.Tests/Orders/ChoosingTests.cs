using System.Collections.Immutable;
using System.Globalization;
using Concordat.Attestation;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Sandbox;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Tests.Orders;

public sealed class ChoosingTests : IDisposable
{
    private const int Many = 1_000;

    private static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary<string, string>.Empty;

    private readonly TestIssuers _issuers = new();

    public void Dispose() => _issuers.Dispose();

    [Fact]
    public void Choosing_among_a_thousand_deployments_under_a_thousand_orders_allocates_nothing()
    {
        var now = TimeProvider.System.GetUtcNow();
        var config = _issuers.Configure(TestConfig.Default("unused"));
        var book = OrderBook.Of(
            OrderSubjects.Terms(config),
            Enumerable.Range(0, Many).Select(i => new StoredDocument(i + 1, Name("order", i), _issuers.Order(Name("order", i), $$"""{"deployment":"{{Name("d", i * 2)}}"}"""), now)));
        var orders = new OrdersInForce(book, now);
        var useCase = new UseCaseModel(config.UseCases[0], config.Network, new SourceRegistry([]));
        var proven = new ProvenEvidence(EvidenceKind.AwsNitro, AssuranceLevel.A3, new string('a', 64), now.AddHours(1), Nothing, Nothing, []);
        DeploymentModel[] deployments =
        [
            .. Enumerable.Range(0, Many).Select(i =>
            {
                var deployment = TestConfig.Sandbox("m") with { Name = Name("d", i), Priority = i };
                var state = new EvidenceState(deployment, new EvidenceDemand { Kind = EvidenceKind.AwsNitro }, []);
                state.Prove(proven);
                return new DeploymentModel(deployment, config.Network, new SandboxUpstream(TimeProvider.System), state);
            }),
        ];
        var route = new ModelRoute("m", deployments);
        var dialect = GatewayEndpoints.DialectOf("chat")!;
        Assert.Equal((Many, Name("d", 1)), Choose()); // judges each deployment once, and compiles

        // The least of several rounds: the runtime compiles anew in some of them.
        var allocated = Enumerable.Range(0, 8).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Choose();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, allocated);

        // Looks at every deployment, as when no one but the last may serve, and remembers the first that no order names.
        (int Looked, string First) Choose()
        {
            var (looked, first) = (0, "");
            foreach (var candidate in route.For(dialect))
            {
                var deployment = candidate.AsOf(now);
                var order = orders.For(useCase, deployment);
                looked += deployment.Facts.Assurance == "A3" ? 1 : 0;
                if (first.Length == 0 && order.InForce == "none")
                {
                    first = deployment.Facts.Name;
                }
            }

            return (looked, first);
        }
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
