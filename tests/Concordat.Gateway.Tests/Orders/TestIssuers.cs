using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>An authority that may sign everything, with a key file of its own.</summary>
internal sealed class TestIssuers : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly string _file = Path.GetTempFileName();

    public string KeyId => _key.PublicKey.KeyId;

    public TestIssuers() => File.WriteAllText(_file, _key.PublicKey.ToPem());

    public ConcordatConfig Configure(ConcordatConfig config) => config with
    {
        Orders = new OrdersConfig
        {
            Issuers = [new OrderIssuerConfig { Id = "cio", Name = "Chief Information Officer", Key = _file, Acts = ["remove", "restrict", "suspend", "stay", "lift"] }],
        },
    };

    /// <summary>The same, and another who may sign less.</summary>
    public Func<ConcordatConfig, ConcordatConfig> And(TestIssuers other, string id, params string[] acts) => config =>
    {
        var known = Configure(config);
        return known with { Orders = known.Orders with { Issuers = [.. known.Orders.Issuers, new OrderIssuerConfig { Id = id, Name = id, Party = "vendor", Key = other._file, Acts = acts }] } };
    };

    /// <summary>Signs a removal, in force since yesterday.</summary>
    public byte[] Order(string id, string target, DateTimeOffset? effective = null, string action = "remove", string more = "")
    {
        var yesterday = Time(effective < TimeProvider.System.GetUtcNow().AddDays(-1) ? effective.Value : TimeProvider.System.GetUtcNow().AddDays(-1));
        return Sign($$"""
            {
              "format": "concordat-order/1", "id": "{{id}}", "title": "A test order", "issuer": "cio", "official": "The CIO", "legalBasis": [{ "cite": "CIO memo 1" }],
              "action": "{{action}}", "targets": [{{target}}], "issued": "{{yesterday}}", "effective": "{{(effective is { } given ? Time(given) : yesterday)}}"{{more}}
            }
            """);
    }

    public byte[] Lift(string id, string order, string issuer = "cio") => Notice(id, order, "lift", issuer);

    public byte[] Notice(string id, string order, string kind, string issuer = "cio")
    {
        var now = Time(TimeProvider.System.GetUtcNow());
        return Sign($$"""
            { "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "{{kind}}", "issuer": "{{issuer}}", "reason": "done", "issued": "{{now}}", "from": "{{now}}" }
            """);
    }

    /// <summary>Takes a document as the command line does.</summary>
    public static async Task ApplyAsync(GatewayHost host, string id, byte[] envelope) =>
        Assert.True(await host.Stores.Orders.AddAsync(id, envelope, TestContext.Current.CancellationToken));

    public void Dispose()
    {
        _key.Dispose();
        File.Delete(_file);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private byte[] Sign(string json)
    {
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes(json));
        return DsseEnvelope.Create(type, payload).Sign(_key).ToJson();
    }
}
