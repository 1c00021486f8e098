using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Somebody who signs orders: with a key of their own, or with that of a party.</summary>
internal sealed class TestIssuers : IDisposable
{
    private readonly SigningKey _key;
    private readonly bool _isOwn;
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal); // of the orders that it signed, by id
    private readonly string _file = Path.GetTempFileName();

    /// <summary>The file of the public key.</summary>
    public string File => _file;

    /// <summary>Of an order that this one signed.</summary>
    public string HashOf(string order) => _hashes[order];

    public string KeyId => _key.PublicKey.KeyId;

    /// <param name="party">The key of this party; a fresh one where none is given.</param>
    public TestIssuers(SigningKey? party = null)
    {
        (_key, _isOwn) = (party ?? SigningKey.Generate(SignatureAlgorithm.Ed25519), party is null);
        System.IO.File.WriteAllText(_file, _key.PublicKey.ToPem());
    }

    /// <summary>Whoever speaks for the department under the base agreement.</summary>
    public static TestIssuers Department() => new(SignedBaseAgreement.Department);

    /// <summary>Whoever speaks for the vendor.</summary>
    public static TestIssuers Vendor() => new(SignedBaseAgreement.Vendor);

    public ConcordatConfig Configure(ConcordatConfig config) => config with
    {
        Orders = new OrdersConfig
        {
            Issuers = [new OrderIssuerConfig { Id = "cio", Name = "Chief Information Officer", Party = "department", Key = _file, Acts = [.. (string[])(_isOwn ? [] : ["suspend"]), "remove", "restrict", "stay", "lift"] }],
        },
    };

    /// <summary>The same, and another who may sign less.</summary>
    public Func<ConcordatConfig, ConcordatConfig> And(TestIssuers other, string id, params string[] acts) => config =>
    {
        var known = Configure(config);
        return known with { Orders = known.Orders with { Issuers = [.. known.Orders.Issuers, new OrderIssuerConfig { Id = id, Name = id, Party = "vendor", Key = other._file, Acts = acts }] } };
    };

    /// <summary>Signs a removal, in force since yesterday.</summary>
    public byte[] Order(string id, string target, DateTimeOffset? effective = null, string action = "remove", string more = "", TestIssuers? with = null)
    {
        var yesterday = Time(effective < TimeProvider.System.GetUtcNow().AddDays(-1) ? effective.Value : TimeProvider.System.GetUtcNow().AddDays(-1));
        return Sign($$"""
            {
              "format": "concordat-order/1", "id": "{{id}}", "title": "A test order", "issuer": "cio", "official": "The CIO", "legalBasis": [{ "cite": "CIO memo 1" }],
              "action": "{{action}}", "targets": [{{target}}], "issued": "{{yesterday}}", "effective": "{{(effective is { } given ? Time(given) : yesterday)}}"{{more}}
            }
            """, with, id);
    }

    /// <param name="with">Who signs it too.</param>
    public byte[] Lift(string id, string order, string issuer = "cio", TestIssuers? with = null) => Notice(id, order, "lift", issuer, with);

    public byte[] Notice(string id, string order, string kind, string issuer = "cio", TestIssuers? with = null, string? hash = null)
    {
        var now = Time(TimeProvider.System.GetUtcNow());
        var about = (hash ?? _hashes.GetValueOrDefault(order)) is { } known ? $$""", "orderHash": "{{known}}" """ : "";
        return Sign($$"""
            { "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "{{kind}}", "issuer": "{{issuer}}", "reason": "done", "issued": "{{now}}", "from": "{{now}}"{{about}} }
            """, with);
    }

    /// <summary>Takes a document as the command line does.</summary>
    public static async Task ApplyAsync(GatewayHost host, string id, byte[] envelope) =>
        Assert.True(await host.Stores.Orders.AddAsync(id, envelope, TestContext.Current.CancellationToken));

    public void Dispose()
    {
        if (_isOwn)
        {
            _key.Dispose();
        }

        System.IO.File.Delete(_file);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private byte[] Sign(string json, TestIssuers? with, string? order = null)
    {
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes(json));
        if (order is not null)
        {
            _hashes[order] = Convert.ToHexStringLower(SHA256.HashData(payload));
        }

        var signed = DsseEnvelope.Create(type, payload).Sign(_key);
        return (with is null ? signed : signed.Sign(with._key)).ToJson();
    }
}
