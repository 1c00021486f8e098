using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Sandbox;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Benchmarks.Routing;

/// <summary>
/// Choosing a deployment of one model among a thousand, under a thousand orders: 250 against a vendor, 250 against a region, 250 against a vendor in
/// a region and 250 against a deployment. Together they stop about six deployments in ten; many name what is not registered here.
/// </summary>
[MemoryDiagnoser]
public class RouteBenchmarks
{
    private const int Many = 1_000;

    private readonly Dictionary<string, ModelRoute> _routes = new(StringComparer.Ordinal);
    private readonly Dialect _dialect = GatewayEndpoints.DialectOf("chat")!;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly Random _random = new(1);
    private readonly RouteSnapshot _snapshot;
    private readonly UseCaseModel _useCase;
    private ulong _conversation;

    public RouteBenchmarks()
    {
        var network = new NetworkConfig { Id = "net", Ceiling = "CUI" };
        var terms = new AgreementTerms("hold", 30, 24, 1, 30, []);
        _useCase = new UseCaseModel(
            new UseCaseConfig { Id = "bench", Purpose = "measure", Organisation = "bench", Official = "bench" }, network, new SourceRegistry([]));
        _snapshot = new RouteSnapshot(null!, Orders(), Concordat.Gateway.Migrating.MigrationBook.Empty);
        foreach (var policy in Policies)
        {
            // Of one priority, so that a policy has to choose among them all.
            _routes[policy] = new ModelRoute("m", Enumerable.Range(0, Many).Select(i => new DeploymentConfig
            {
                Name = Name("d", i), Model = "m", Kind = "openai", Vendor = Name("vendor", i % 100), Cloud = "aws", Region = Name("region", i % 7), Weight = (i % 9) + 1, Price = new DeploymentPrice { Input = i % 3, Output = 1 },
            }).Select(deployment => new DeploymentModel(
            deployment, Ceilings.Configured(network), DeploymentPlace.Of(deployment, terms), new SandboxUpstream(TimeProvider.System))), new ModelConfig { Name = "m", Route = policy });
        }
    }

    public static string[] Policies { get; } = ["priority", "weight", "latency", "cost"];

    [ParamsSource(nameof(Policies))]
    public string Policy { get; set; } = "priority";

    [Benchmark]
    public object Choose() => Next(null);

    [Benchmark]
    public object Keep() => Next(++_conversation);

    private DeploymentModel Next(ulong? conversation)
    {
        var walk = new RouteWalk(conversation);
        return _snapshot.For(_useCase, _routes[Policy], _dialect, withTools: false).Next(ref walk, _now.UtcTicks, _random)!.AsOf(_now);
    }

    private OrdersInForce Orders()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var terms = new OrderTerms(
            [new OrderIssuer("bench", "Bench", "department", key.PublicKey, FrozenSet.Create(StringComparer.Ordinal, "remove"))], ["department"], null, DateTimeOffset.UnixEpoch);
        return new OrdersInForce(OrderBook.Of(terms, Enumerable.Range(0, Many).Select(i => new StoredDocument(i + 1, Name("order", i), Order(key, i), _now))), _now);
    }

    private static byte[] Order(SigningKey key, int i)
    {
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes($$"""
            {
              "format": "concordat-order/1", "id": "{{Name("order", i)}}", "title": "An order", "issuer": "bench", "official": "An official", "legalBasis": [{ "cite": "memo 1" }],
              "action": "remove", "targets": [{{Target(i)}}], "issued": "2026-01-01T00:00:00Z", "effective": "2026-01-01T00:00:00Z"
            }
            """));
        return DsseEnvelope.Create(type, payload).Sign(key).ToJson();
    }

    private static string Target(int i) => (i % 4) switch
    {
        0 => $$"""{"vendor":"{{Name("vendor", i)}}","affiliates":["{{Name("affiliate", i)}}"]}""", // one vendor in four
        1 => $$"""{"region":"{{Name("region", i + 5)}}"}""", // the seventh region
        2 => $$"""{"vendor":"{{Name("vendor", i)}}","region":"{{Name("region", i % 7)}}"}""",
        _ => $$"""{"deployment":"{{Name("d", i)}}"}""",
    };

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
