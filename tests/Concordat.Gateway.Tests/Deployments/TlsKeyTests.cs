using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Concordat.Attestation.Tests.Kit;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Tests.Deployments;

/// <summary>A3 from end to end: a server behind TLS whose key minted evidence of the hardware names, and those who would stand in its place.</summary>
public sealed class TlsKeyTests : IAsyncLifetime
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"Summarise the log."}]}""";

    private static readonly ImmutableArray<IPNetwork> Loopback = [IPNetwork.Parse("127.0.0.0/8")];

    private readonly MovingClock _clock = new();
    private readonly TlsAuthority _authority = new();
    private readonly MintedChain _machine;
    private X509Certificate2 _bound; // whose key the evidence names
    private TlsUpstream _server = null!;
    private GatewayHost _host = null!;
    private Action _asked = static () => { };

    public TlsKeyTests()
    {
        _machine = new MintedSnp { Now = _clock.GetUtcNow() }.MakeChain();
        _bound = _authority.Issue();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StartServerAsync(_bound);
        _host = await GatewayHost.StartAsync(time: _clock);
        _host.Gateway.Attestations.Roots = [_machine.Root];
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        _machine.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_connection_to_the_key_that_the_hardware_names_is_A3_with_the_hash_of_the_evidence()
    {
        await ApplyAsync(_server.Url);

        Assert.Equal(HttpStatusCode.OK, await AskAsync());

        var proven = Proven();
        Assert.Equal(Convert.ToHexStringLower(TlsAuthority.HashOf(_bound)), Assert.Single(proven.TlsKeys));
        Assert.Equal("A3", _host.Gateway.AssuranceOf("upstream-1"));
        var facts = (await LastAsync("decision"))["facts"]!["deployment"]!;
        Assert.Equal(("A3", proven.Hash), ((string?)facts["assurance"], (string?)facts["evidence"]));
        var attestation = (await LastAsync("attestation"))["facts"]!;
        Assert.Equal(("A3", proven.Hash), ((string?)attestation["level"], (string?)attestation["evidence"]));
        Assert.Single(_server.Connections);
    }

    [Fact]
    public async Task Another_key_at_the_same_address_gets_nothing_of_a_request()
    {
        await ApplyAsync(_server.Url);
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        var other = _authority.Issue();
        await RestartAsync(other);

        await RefusedAsync();

        Assert.Equal("A3", _host.Gateway.AssuranceOf("upstream-1")); // the evidence is in force; it is the server that is another
    }

    [Fact]
    public async Task One_in_the_middle_that_passes_on_the_evidence_of_the_true_server_gets_nothing_of_a_request()
    {
        var own = _authority.Issue(); // even the right authority vouches for it
        await using var middle = await TlsUpstream.StartAsync(own);
        middle.Evidence = _server.Evidence;
        await ApplyAsync(middle.Url);
        Assert.Equal("A3", _host.Gateway.AssuranceOf("upstream-1")); // what it passes on is true

        Assert.Equal(HttpStatusCode.BadGateway, await AskAsync());

        Assert.Empty(middle.Connections);
        Assert.Empty(_server.Connections);
        Assert.Equal("upstream_key", (string?)(await LastAsync("rejection"))["error"]);
    }

    [Fact]
    public async Task A_renewed_key_is_taken_once_fresh_evidence_names_it()
    {
        await ApplyAsync(_server.Url);
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        var before = Proven().Hash;
        var renewed = _authority.Issue();
        await RestartAsync(renewed);
        await RefusedAsync();

        await ReattestAsync(renewed);

        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        Assert.NotEqual(before, Proven().Hash);
        var facts = (await LastAsync("decision"))["facts"]!["deployment"]!;
        Assert.Equal(("A3", Proven().Hash), ((string?)facts["assurance"], (string?)facts["evidence"]));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_a_reason_to_ask_for_evidence_soon_and_once()
    {
        var asked = await CountedAsync();
        Assert.Equal(1, asked());
        var renewed = _authority.Issue();
        await RestartAsync(renewed);
        await RefusedAsync();
        _bound = renewed;

        await RoundAsync(TimeSpan.FromSeconds(12)); // the refusal is seen
        await RoundAsync(TimeSpan.FromSeconds(3)); // and its time has come

        Assert.Equal(2, asked());
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        Assert.Equal(Convert.ToHexStringLower(TlsAuthority.HashOf(renewed)), Assert.Single(Proven().TlsKeys));
    }

    [Fact]
    public async Task One_who_shows_other_keys_again_and_again_has_evidence_asked_for_no_more_often_than_its_pace()
    {
        var asked = await CountedAsync();
        var stranger = _authority.Issue();
        await RestartAsync(stranger);
        for (var i = 0; i < 5; i++)
        {
            await RefusedAsync();
            await RoundAsync(TimeSpan.FromSeconds(12));
            await RoundAsync(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(2, asked()); // the same key is a reason once
        for (var i = 0; i < 5; i++)
        {
            await RestartAsync(_authority.Issue());
            await RefusedAsync();
            await RoundAsync(TimeSpan.FromSeconds(1)); // five keys within ten seconds
        }

        await RoundAsync(TimeSpan.FromSeconds(12));
        Assert.InRange(asked(), 3, 4);
        Assert.Equal("A3", _host.Gateway.AssuranceOf("upstream-1"));
    }

    [Fact]
    public async Task A_connection_that_stands_is_used_no_more_once_another_key_is_pinned()
    {
        await ApplyAsync(_server.Url);
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        var standing = Assert.Single(_server.Connections.Distinct(StringComparer.Ordinal));
        var renewed = _authority.Issue();

        await ReattestAsync(renewed); // while the server still shows the old one
        await RefusedAsync(received: 2);

        _server.Certificate = renewed;
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        Assert.NotEqual(standing, _server.Connections.Last());
    }

    [Fact]
    public async Task A_key_that_evidence_names_needs_the_word_of_an_authority_all_the_same()
    {
        using var stranger = new TlsAuthority();
        await using var elsewhere = await FakeUpstream.StartAsync();
        elsewhere.Answer = async http => await http.Response.Body.WriteAsync(await _server.Evidence(http.Request.Query["nonce"]!));
        await ApplyAsync(_server.Url, stranger.Config, elsewhere.Url);
        Assert.Equal("A3", _host.Gateway.AssuranceOf("upstream-1"));

        Assert.Equal(HttpStatusCode.BadGateway, await AskAsync());

        Assert.Empty(_server.Connections);
    }

    [Fact]
    public async Task The_authorities_of_a_deployment_vouch_for_its_own_names_and_for_no_other_deployment()
    {
        using var upstreams = new UpstreamFactory(_clock);
        var own = Deployment(_server.Url, _authority.Config, null) with { Evidence = null };
        using (var answer = await SendAsync(upstreams.PoolOf(own, new AddressRule("unknown", Loopback))))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(upstreams.PoolOf(own with { TlsAuthorities = null }, new AddressRule("unknown", Loopback))));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(upstreams.PoolOf(own with { Name = "another", TlsAuthorities = null }, new AddressRule("unknown", Loopback))));
        using var stranger = new TlsAuthority();
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(upstreams.PoolOf(own with { TlsAuthorities = stranger.Config }, new AddressRule("unknown", Loopback))));
        var misnamed = _authority.Issue("127.0.0.2");
        await RestartAsync(misnamed);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(upstreams.PoolOf(own with { Name = "fresh" }, new AddressRule("unknown", Loopback))));
        Assert.Empty(_server.Connections);
    }

    /// <summary>Puts the deployment in force; gives how often it was asked for evidence.</summary>
    private async Task<Func<int>> CountedAsync()
    {
        var asked = 0;
        _asked = () => Interlocked.Increment(ref asked);
        await ApplyAsync(_server.Url);
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        return () => Volatile.Read(ref asked);
    }

    private async Task RoundAsync(TimeSpan later)
    {
        _clock.Advance(later);
        await _host.Gateway.Attestations.RoundAsync();
    }

    private async Task<TlsUpstream> StartServerAsync(X509Certificate2 certificate, int port = 0)
    {
        var server = await TlsUpstream.StartAsync(certificate, port);
        server.Evidence = nonce =>
        {
            _asked();
            return Task.FromResult(new MintedSnp
            {
                Now = _clock.GetUtcNow(),
                ReportData = [.. TlsAuthority.HashOf(_bound), .. Convert.FromHexString(nonce)],
            }.Make(_machine));
        };
        return server;
    }

    /// <summary>The same address, another key; the evidence stays.</summary>
    private async Task RestartAsync(X509Certificate2 certificate)
    {
        var port = _server.Port;
        await _server.DisposeAsync();
        _server = await StartServerAsync(certificate, port);
    }

    private async Task ReattestAsync(X509Certificate2 certificate)
    {
        _bound = certificate;
        _clock.Advance(TimeSpan.FromMinutes(31));
        await _host.Gateway.Attestations.RoundAsync();
    }

    private async Task ApplyAsync(string url, TlsAuthoritiesConfig? authorities = null, string? evidence = null)
    {
        var config = TestConfig.Default(_host.Directory) with { Deployments = [Deployment(url, authorities ?? _authority.Config, evidence)] };
        await _host.Gateway.ApplyAsync(config, SignedBaseAgreement.Agreement, new string('1', 64), Cancellation);
        await _host.Gateway.Attestations.RoundAsync();
    }

    private static DeploymentConfig Deployment(string url, TlsAuthoritiesConfig authorities, string? evidence) => TestConfig.Sandbox("m") with
    {
        Name = "upstream-1",
        Kind = "openai",
        Url = url + "/v1",
        TlsAuthorities = authorities,
        Evidence = new EvidenceConfig { Kind = "amd-sev-snp", Url = (evidence ?? url) + "/attestation?nonce={nonce}", BindsKey = true },
    };

    private Attestation.ProvenEvidence Proven() => _host.Gateway.Attestations.States["upstream-1"].At(_clock.GetUtcNow())!;

    private async Task<HttpStatusCode> AskAsync()
    {
        using var response = await _host.PostAsync("/v1/chat/completions", Chat);
        return response.StatusCode;
    }

    private async Task RefusedAsync(int received = 0)
    {
        using var response = await _host.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("upstream_key", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(received, _server.Connections.Count);
        Assert.Equal("upstream_key", (string?)(await LastAsync("rejection"))["error"]);
    }

    private async Task<JsonObject> LastAsync(string type) => (await _host.EntriesAsync()).Last(entry => (string?)entry["type"] == type);

    private async Task<HttpResponseMessage> SendAsync(UpstreamPool pool)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Url + "/attestation?nonce=" + new string('0', 64));
        return await pool.Http.SendAsync(request, Cancellation);
    }
}
