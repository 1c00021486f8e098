using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger.Contents;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>A suite, and what is done with its certificate.</summary>
internal static class TestSuite
{
    public const string Path = "/v1/preflight/certificates";

    public const string Plain = """{"model":"sandbox","messages":[{"role":"user","content":"Which repairs are urgent?"}]}""";
    public const string Image = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""";
    public const string Secret = """{"model":"sandbox","messages":[{"role":"user","content":"TOP SECRET//SI//NOFORN x"}]}""";

    /// <summary>An amendment under which no use case in general use is let out: the plain request of the suite is refused by 9.2.</summary>
    public static Agreement Narrower => SignedBaseAgreement.With("""["shadow", "trial", "general"].contains(context.useCase.readiness)""", """["shadow", "trial"].contains(context.useCase.readiness)""");

    public static string Body(params (string Name, string Request)[] cases) =>
        $$"""{"suite":"repairs","cases":[{{string.Join(',', cases.Select(each => $$"""{"name":"{{each.Name}}","operation":"chat","request":{{each.Request}}}"""))}}]}""";

    public static async Task<JsonNode> CertifyAsync(GatewayHost host, string? body = null)
    {
        using var response = await host.PostAsync(Path, body ?? Body(("plain", Plain), ("secret", Secret)));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!;
    }

    public static CertificateSeal SealOf(GatewayHost host) => Commitments.Open(
        System.IO.Path.Combine(host.Directory, "salt.key"), new SaltStore(System.IO.Path.Combine(host.Directory, "salts"))).CertificateSeal();

    /// <summary>Gives notice of an amendment, as the command does.</summary>
    public static async Task AnnounceAsync(GatewayHost host, Agreement agreement, DateTimeOffset at, params SuiteFlip[] flips)
    {
        var change = new SuiteChange(
            SuiteChange.DocumentFormat, $"announced-{Guid.CreateVersion7():N}", SuiteChange.Announced, agreement.Hash, "", "", "", at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)), 3, [], flips);
        await host.Stores.Certificates.AddAsync(change.Id, SealOf(host).Seal(CertificateReader.Envelope(change)).ToJson(), TestContext.Current.CancellationToken);
        await host.Gateway.Certificates.LookNowAsync();
    }

    public static SuiteFlip PlainIsRefused(string certificate) => new(certificate, "maintenance", "Chief Engineer", "plain", "permit", "refuse", ["9.2"], false);

    public static ValueTask ApplyAsync(GatewayHost host, Agreement agreement, Func<Configuration.ConcordatConfig, Configuration.ConcordatConfig>? configure = null)
    {
        var config = TestConfig.Default(host.Directory);
        return host.Gateway.ApplyAsync(configure?.Invoke(config) ?? config, agreement, new string('1', 64), TestContext.Current.CancellationToken);
    }
}
