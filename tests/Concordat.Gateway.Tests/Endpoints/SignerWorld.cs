using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Rulings;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Endpoints;

/// <summary>A gateway with somebody of every role, each with a key of their own, and with something for each of them to sign.</summary>
internal sealed class SignerWorld : IAsyncDisposable
{
    /// <summary>Who signs: everybody whom the configuration or the agreement knows, a stranger, and the two reviewers together.</summary>
    public static readonly IReadOnlyList<string> Signers =
        ["stranger", "commander", "official", "requester", "reviewer", "field-engineer", "inspector", "agreement-owner", "platform-engineer", "department", "vendor", "issuer", "both reviewers"];

    private readonly SigningKey _issuer = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly TestPanel _panel = new();
    private readonly HardwareKeys _hardware = new();
    private readonly Dictionary<string, SigningKey> _own = ((string[])["stranger", "field-engineer", "inspector", "agreement-owner", "platform-engineer"])
        .ToDictionary(static id => id, static _ => SigningKey.Generate(SignatureAlgorithm.Ed25519), StringComparer.Ordinal);

    private SignerWorld()
    {
    }

    public GatewayHost Host { get; private set; } = null!;

    /// <summary>A credential of the commander, which the department may retire.</summary>
    public string Credential => _hardware["commander"].Id;

    /// <summary>Index of a refusal that was reported.</summary>
    public long Reported { get; private set; }

    /// <summary>The case of a picture, on which the panel may rule.</summary>
    public string Picture { get; private set; } = "";

    /// <summary>A decision on readiness that the gate lets through.</summary>
    public ReadinessStep Step { get; private set; } = null!;

    public static async Task<SignerWorld> StartAsync()
    {
        var world = new SignerWorld();
        var host = world.Host = await GatewayHost.StartAsync(world.Configure);
        await world._hardware.EnrolAsync(host, "commander");
        world.Reported = await world.ReportAsync();
        using var picture = await host.PostAsync("/v1/chat/completions", TestPanel.Image);
        world.Picture = picture.Headers.GetValues("Concordat-Case").Single();
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", await host.CreateKeyAsync("staged", "staged"));
        await TestSuite.CertifyAsync(host);
        world.Step = ReadinessReader.Draft((await host.Gateway.DraftReadinessAsync("staged", new ReadinessWish("*", "shadow", "try it"), TestContext.Current.CancellationToken)).Payload).Step;
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", host.ApiKey);
        return world;
    }

    /// <summary>Whom a signer says they are: a stranger says what would help.</summary>
    public static string NameOf(string signer, string helpful) => signer switch { "stranger" => helpful, "both reviewers" => "reviewer", _ => signer };

    /// <summary>The document, signed.</summary>
    public byte[] Sign(string signer, string type, byte[] payload) =>
        KeysOf(signer).Aggregate(DsseEnvelope.Create(type, payload), static (envelope, key) => envelope.Sign(key)).ToJson();

    /// <summary>Sends it without any API key.</summary>
    public async Task<string> SendAsync(string path, byte[] body)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Host.Url) };
        using var content = new StringContent(Encoding.UTF8.GetString(body), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return await Matrix.OutcomeAsync(response);
    }

    /// <summary>Declares the keys of a signer stolen.</summary>
    public async Task RevokeAsync(string signer)
    {
        foreach (var key in KeysOf(signer))
        {
            await Host.Stores.RevokedSigners.AddAsync(new RevokedSigner(key.PublicKey.KeyId, TimeProvider.System.GetUtcNow(), 0, []), TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _panel.Dispose();
        _hardware.Dispose();
        _issuer.Dispose();
        foreach (var key in _own.Values)
        {
            key.Dispose();
        }
    }

    private SigningKey[] KeysOf(string signer) => signer switch
    {
        "both reviewers" => [_panel.People.Key("reviewer"), _panel.People.Key("vendor-reviewer")],
        "department" => [SignedBaseAgreement.Department],
        "vendor" => [SignedBaseAgreement.Vendor],
        "issuer" => [_issuer],
        _ => [_own.GetValueOrDefault(signer) ?? _panel.People.Key(signer)],
    };

    private async Task<long> ReportAsync()
    {
        using var held = await Host.PostAsync("/v1/chat/completions", TestPanel.Image);
        await Host.Ledger.IntegrateAsync();
        var entry = long.Parse(held.Headers.GetValues("Concordat-Entry").Single(), System.Globalization.CultureInfo.InvariantCulture);
        using var reported = await Host.PostAsync($"/v1/decisions/{entry}/reports", "{}");
        Assert.Equal(System.Net.HttpStatusCode.Created, reported.StatusCode);
        return entry;
    }

    private ConcordatConfig Configure(ConcordatConfig config)
    {
        var ready = _panel.People.Register(config);
        var maintenance = ready.UseCases[0] with { Functions = ["fires"] };
        return ready with
        {
            UseCases = [maintenance, ready.UseCases[0] with { Id = "staged", Readiness = UseCaseConfig.Decided }],
            WebAuthn = new WebAuthnConfig { RelyingParty = "gateway.example", Origins = ["https://gateway.example"] },
            Orders = new OrdersConfig
            {
                Issuers = [new OrderIssuerConfig { Id = "issuer", Name = "Issuer", Party = "department", Key = Save(config, "issuer", _issuer), Acts = ["remove", "lift"] }],
            },
            Console = new ConsoleConfig { People = [.. _own.Where(static each => each.Key is not "stranger").Select(each => Person(config, each.Key, each.Value))] },
        };
    }

    private static PersonConfig Person(ConcordatConfig config, string role, SigningKey key) =>
        new() { Id = role, Name = role, Roles = [role], Key = Save(config, role, key), Clearance = "CUI" };

    private static string Save(ConcordatConfig config, string name, SigningKey key)
    {
        var path = Path.Combine(config.Data, $"{name}.matrix.pub.pem");
        File.WriteAllText(path, key.PublicKey.ToPem());
        return path;
    }
}
