using System.Collections.Immutable;
using System.Globalization;
using Concordat.Attestation;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Routing;
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

    public static TheoryData<string, bool> Ways() => new()
    {
        { "priority", false }, { "weight", false }, { "latency", false }, { "cost", false }, { "priority", true }, { "weight", true },
    };

    public void Dispose() => _issuers.Dispose();

    [Theory, MemberData(nameof(Ways))]
    public void Choosing_among_a_thousand_deployments_under_a_thousand_orders_allocates_nothing(string policy, bool sticky)
    {
        var now = TimeProvider.System.GetUtcNow();
        var config = _issuers.Configure(TestConfig.Default("unused"));
        var book = OrderBook.Of(
            OrderSubjects.Terms(config, SignedBaseAgreement.Agreement),
            Enumerable.Range(0, Many).Select(i => new StoredDocument(i + 1, Name("order", i), _issuers.Order(Name("order", i), $$"""{"deployment":"{{Name("d", i * 2)}}"}"""), now)));
        var orders = new OrdersInForce(book, now);
        var useCase = new UseCaseModel(config.UseCases[0], config.Network, new SourceRegistry([]));
        var proven = new ProvenEvidence(EvidenceKind.AwsNitro, AssuranceLevel.A3, new string('a', 64), now.AddHours(1), Nothing, Nothing, []);
        DeploymentModel[] deployments =
        [
            .. Enumerable.Range(0, Many).Select(i =>
            {
                var deployment = TestConfig.Sandbox("m") with
                {
                    Name = Name("d", i), Priority = policy == "priority" && !sticky ? i : 0, Weight = (i % 9) + 1, Price = new DeploymentPrice { Input = i % 3, Output = 1 },
                };
                var state = new EvidenceState(deployment, new EvidenceDemand { Kind = EvidenceKind.AwsNitro }, [], AddressRule.Public);
                state.Prove(proven);
                return new DeploymentModel(deployment, Ceilings.Configured(config.Network), DeploymentPlace.Of(deployment, SignedBaseAgreement.Agreement.Terms), new SandboxUpstream(TimeProvider.System), state);
            }),
        ];
        var route = new ModelRoute("m", deployments, new ModelConfig { Name = "m", Route = policy });
        var dialect = GatewayEndpoints.DialectOf("chat")!;
        var snapshot = new RouteSnapshot(null!, orders, Concordat.Gateway.Migrating.MigrationBook.Empty);
        var random = new Random(1);
        Assert.All(deployments, deployment => Assert.Equal("A3", deployment.AsOf(now).Facts.Assurance)); // made when first asked for
        Assert.True(Choose(1_000)); // judges each deployment once, and compiles

        // The least of several rounds: the runtime compiles anew in some of them.
        var allocated = Enumerable.Range(0, 8).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Choose(100);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, allocated);

        // As a request does: the table, a deployment with what it has proven, and what orders say of it. None that an order stopped comes first.
        bool Choose(int times)
        {
            var good = true;
            for (var i = 0; i < times; i++)
            {
                var walk = new RouteWalk(sticky ? (ulong)i : null);
                var deployment = snapshot.For(useCase, route, dialect, withTools: false).Next(ref walk, now.UtcTicks, random)!.AsOf(now);
                good &= deployment.Facts.Assurance == "A3" && orders.For(useCase, deployment).InForce == "none";
            }

            return good;
        }
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
