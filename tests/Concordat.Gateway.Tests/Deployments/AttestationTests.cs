using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Deployments;

public sealed class AttestationTests : IAsyncLifetime
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"Summarise the log."}]}""";
    private const string Issuer = "https://confidentialcomputing.googleapis.com";

    private readonly MintedTokens _service = new();
    private readonly MovingClock _clock = new();
    private readonly string _keys = Path.GetTempFileName();
    private FakeUpstream _model = null!;
    private FakeUpstream _machine = null!;
    private bool _debug;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_keys, _service.Set(), Cancellation);
        _model = await FakeUpstream.StartAsync();
        _model.AnswerJson("""{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""");
        _machine = await FakeUpstream.StartAsync();
        _machine.Answer = http => http.Response.WriteAsync(Token(http.Request.Query["nonce"]!));
    }

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        await _machine.DisposeAsync();
        _service.Dispose();
        File.Delete(_keys);
    }

    [Fact]
    public async Task What_is_proven_is_recorded_first_and_then_a_fact_of_every_decision()
    {
        await using var host = await StartAsync();
        await RoundAsync(host);

        await AskAsync(host);

        var entries = await host.EntriesAsync();
        var entry = entries.Single(each => (string?)each["type"] == "attestation");
        var attestation = entry["facts"]!;
        var facts = entries.Single(each => (string?)each["type"] == "decision")["facts"]!["deployment"]!;
        Assert.Equal(("A2", "upstream-1"), ((string?)attestation["level"], (string?)entry["deployment"]));
        Assert.Equal("A2", (string?)facts["assurance"]);
        Assert.Equal((string?)attestation["evidence"], (string?)facts["evidence"]);
        Assert.Equal("A2", host.Gateway.AssuranceOf("upstream-1"));
        Assert.Contains("concordat_deployment_assurance{deployment=\"upstream-1\"} 2", host.Gateway.RenderMetrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_recorded_document_proves_the_same_again()
    {
        await using var host = await StartAsync();
        await RoundAsync(host);

        var entry = (await host.EntriesAsync()).Single(each => (string?)each["type"] == "attestation");
        var attestation = entry["facts"]!;
        var demand = Concordat.Gateway.Deployments.DeploymentEvidence.DemandOf(host.Gateway.Attestations.States["upstream-1"].Deployment) with
        {
            Nonce = Convert.FromHexString((string)attestation["nonce"]!),
        };
        var result = Attestation.EvidenceVerifier.Verify(
            Convert.FromBase64String((string)attestation["document"]!), demand, DateTimeOffset.Parse((string)entry["time"]!, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal((string?)attestation["evidence"], result.Proven?.Hash);
    }

    [Fact]
    public async Task Expired_evidence_lowers_the_level_at_once()
    {
        await using var host = await StartAsync();
        await RoundAsync(host);
        _machine.Answer = Status(500);

        _clock.Advance(TimeSpan.FromMinutes(31));
        await AskAsync(host);

        Assert.Equal("A0", await LastAssuranceAsync(host));
    }

    [Fact]
    public async Task A_demand_for_assurance_moves_a_request_to_who_has_proven_it_and_refuses_it_by_its_clause_once_nobody_has()
    {
        await using var unproven = await FakeUpstream.StartAsync();
        var prove = _machine.Answer;
        _machine.Answer = Status(500);
        await using var host = await GatewayHost.StartAsync(
            config =>
            {
                var proven = Configure(config).Deployments[0] with { Priority = 1 };
                return Configure(config) with { Deployments = [proven with { Name = "first", Url = unproven.Url, Priority = 0, Evidence = null }, proven] };
            },
            _clock, DemandClause.In("context.deployment.assurance == \"A0\" || context.deployment.assurance == \"A1\""));
        await RoundAsync(host);
        Assert.Equal("clause_6.77", await RefusedByAsync(host)); // nothing is proven yet

        _machine.Answer = prove;
        _clock.Advance(TimeSpan.FromMinutes(5));
        await RoundAsync(host);
        await AskAsync(host);
        var decision = (await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "decision");
        Assert.Equal(("upstream-1", "A2"), ((string?)decision["deployment"], (string?)decision["facts"]!["deployment"]!["assurance"]));

        _machine.Answer = Status(500);
        _clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("clause_6.77", await RefusedByAsync(host));
        Assert.Empty(unproven.Bodies);
        Assert.Single(_model.Bodies);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_reached_keeps_what_it_has_proven_to_its_end()
    {
        await using var host = await StartAsync();
        await RoundAsync(host);
        _machine.Answer = Status(500);

        _clock.Advance(TimeSpan.FromMinutes(20));
        await RoundAsync(host);
        await AskAsync(host);

        Assert.Equal("A2", await LastAssuranceAsync(host));
        Assert.Equal("unreachable", await LastFaultAsync(host));
    }

    [Fact]
    public async Task A_machine_that_shows_something_else_loses_its_level_at_once()
    {
        await using var host = await StartAsync();
        await RoundAsync(host);
        _debug = true;

        _clock.Advance(TimeSpan.FromMinutes(20));
        await RoundAsync(host);
        await AskAsync(host);

        Assert.Equal("A0", await LastAssuranceAsync(host));
        Assert.Equal("debug", await LastFaultAsync(host));
    }

    [Fact]
    public async Task A_document_that_is_sent_again_proves_nothing_and_disturbs_nothing()
    {
        var old = Token(new string('a', 64));
        _machine.Answer = http => http.Response.WriteAsync(old);
        await using var host = await StartAsync();
        await RoundAsync(host);

        await AskAsync(host);

        Assert.Equal("A0", await LastAssuranceAsync(host));
        Assert.Equal("nonce", await LastFaultAsync(host));
    }

    [Fact]
    public async Task Every_attempt_sends_another_nonce()
    {
        var nonces = new HashSet<string>(StringComparer.Ordinal);
        _machine.Answer = http => http.Response.WriteAsync(nonces.Add(http.Request.Query["nonce"]!) ? Token(http.Request.Query["nonce"]!) : "again");
        await using var host = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await RoundAsync(host);
            _clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.True(nonces.Count >= 3);
        Assert.All(nonces, nonce => Assert.Equal(64, nonce.Length));
    }

    [Fact]
    public async Task A_stricter_configuration_takes_nothing_over_that_it_would_not_take()
    {
        await using var host = await StartAsync();
        await RoundAsync(host);
        _machine.Answer = Status(500);

        await host.Gateway.ApplyAsync(Configure(TestConfig.Default(host.Directory)), SignedBaseAgreement.Agreement, new string('1', 64), Cancellation);
        await AskAsync(host);
        Assert.Equal("A2", await LastAssuranceAsync(host));

        await host.Gateway.ApplyAsync(Configure(TestConfig.Default(host.Directory), "sha256:other"), SignedBaseAgreement.Agreement, new string('2', 64), Cancellation);
        await AskAsync(host);
        Assert.Equal("A0", await LastAssuranceAsync(host));
    }

    [Fact]
    public async Task An_endless_document_is_cut_off()
    {
        _machine.Answer = async http =>
        {
            var chunk = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
            }
        };
        await using var host = await StartAsync();
        await RoundAsync(host);

        Assert.Equal("unreachable", await LastFaultAsync(host));
    }

    [Fact]
    public async Task A_redirect_to_a_document_is_not_followed()
    {
        _machine.Answer = http =>
        {
            http.Response.Redirect("/elsewhere?" + http.Request.QueryString);
            return Task.CompletedTask;
        };
        await using var host = await StartAsync();
        await RoundAsync(host);

        Assert.Equal("unreachable", await LastFaultAsync(host));
        Assert.Equal("A0", host.Gateway.AssuranceOf("upstream-1"));
    }

    [Fact]
    public async Task A_document_is_not_fetched_from_an_address_inside()
    {
        await using var host = await GatewayHost.StartAsync(config => Configure(config, url: "http://169.254.169.254/latest?nonce={nonce}"), _clock);
        await RoundAsync(host);

        var entry = (await host.EntriesAsync()).Last(each => (string?)each["type"] == "attestation");
        Assert.Contains("its own credentials", (string?)entry["because"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_whose_keys_cannot_be_read_is_not_taken()
    {
        await using var host = await StartAsync();
        await File.WriteAllTextAsync(_keys, "{}", Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await host.Gateway.ApplyAsync(Configure(TestConfig.Default(host.Directory)), SignedBaseAgreement.Agreement, new string('1', 64), Cancellation));
    }

    private static Func<HttpContext, Task> Status(int status) => http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static Task RoundAsync(GatewayHost host) => host.Gateway.Attestations.RoundAsync();

    private static async Task AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string?> RefusedByAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!["code"];
    }

    private static async Task<string?> LastAssuranceAsync(GatewayHost host) =>
        (string?)(await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "decision")["facts"]!["deployment"]!["assurance"];

    private static async Task<string?> LastFaultAsync(GatewayHost host) =>
        (string?)(await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "attestation")["error"];

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(config => Configure(config), _clock);

    private ConcordatConfig Configure(ConcordatConfig config, string image = "sha256:ab", string? url = null)
    {
        config = TestConfig.WithUpstreams("openai", _model.Url)(config);
        return config with
        {
            Deployments =
            [
                config.Deployments[0] with
                {
                    Region = "us-central1",
                    Evidence = new EvidenceConfig
                    {
                        Kind = "google-confidential-space",
                        Url = url ?? _machine.Url + "/evidence?nonce={nonce}",
                        Keys = _keys,
                        Issuer = Issuer,
                        Audience = "concordat",
                        Measurements = [new MeasurementConfig { Name = "image", Values = [image] }],
                    },
                },
            ],
        };
    }

    private string Token(string nonce)
    {
        var now = _clock.GetUtcNow();
        return _service.Sign("RS256", new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = "concordat",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(30).ToUnixTimeSeconds(),
            ["eat_nonce"] = nonce,
            ["dbgstat"] = _debug ? "enabled" : "disabled-since-boot",
            ["secboot"] = true,
            ["swname"] = "CONFIDENTIAL_SPACE",
            ["hwmodel"] = "GCP_AMD_SEV",
            ["submods"] = JsonNode.Parse("""{"gce":{"zone":"us-central1-a","project_id":"p"},"container":{"image_digest":"sha256:ab"}}"""),
        });
    }
}
