using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Agreements;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Tests.Addresses;

public sealed class UpstreamAddressTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"Summarise the log."}]}""";

    private static readonly ImmutableArray<IPNetwork> Loopback = [IPNetwork.Parse("127.0.0.0/8")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // What a URL itself shows to be in no cloud is refused by clause 6.1 before anything is connected to.
    private static readonly Agreement Anywhere = SignedBaseAgreement.With("context.deployment.hosting != \"cloud\"", "context.deployment.hosting == \"edge\"");

    [Theory]
    [InlineData("http://10.0.0.1:1/v1")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://0.0.0.0:1/v1")]
    [InlineData("http://[fd00:ec2::254]/v1")]
    [InlineData("http://[::ffff:10.0.0.1]/v1")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/v1")]
    public async Task A_deployment_at_an_address_inside_is_refused_with_its_own_reason(string url)
    {
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", url), agreement: Anywhere);

        using var response = await host.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("upstream_address", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains(await host.EntriesAsync(), entry => (string?)entry["type"] == "rejection" && (string?)entry["error"] == "upstream_address");
    }

    [Fact]
    public async Task Another_deployment_answers_where_the_first_stands_at_a_forbidden_address()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.AnswerJson("""{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""");
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", "http://192.168.0.1:1/v1", upstream.Url));

        using var response = await host.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_after_the_first_answer_is_caught_at_the_next_connection()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Answer = http =>
        {
            http.Response.Headers.Connection = "close"; // so that the next request needs a new connection
            return Task.CompletedTask;
        };
        var answers = new Queue<IPAddress>([IPAddress.Loopback, IPAddress.Parse("10.0.0.1")]);
        using var pool = new UpstreamPool("d", new AddressRule("unknown", Loopback), (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        var url = new Uri($"http://models.example.org:{new Uri(upstream.Url).Port}/v1");

        using (var first = await SendAsync(pool, url))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        var refused = await Assert.ThrowsAsync<UpstreamException>(() => SendAsync(pool, url));
        Assert.Equal("upstream_address", refused.Error.Code);
        Assert.True(refused.SafeToRetry);
        Assert.Single(upstream.Bodies);
    }

    [Fact]
    public async Task One_forbidden_address_among_good_ones_is_enough_to_refuse()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        using var pool = new UpstreamPool(
            "d", new AddressRule("unknown", Loopback), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("169.254.169.254")]));

        await Assert.ThrowsAsync<UpstreamException>(() => SendAsync(pool, new Uri($"http://models.example.org:{new Uri(upstream.Url).Port}/v1")));
        Assert.Empty(upstream.Bodies);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var inside = await FakeUpstream.StartAsync();
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = inside.Url + "/v1/chat/completions";
            return Task.CompletedTask;
        };
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));

        using var response = await host.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(inside.Bodies);
    }

    [Fact]
    public void A_pin_takes_its_key_alone_and_nothing_that_the_authorities_refuse()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=models.example.org", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var pin = new TlsKeyPin([Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))]);

        Assert.True(pin.Accepts(certificate, SslPolicyErrors.None));
        Assert.False(pin.Accepts(certificate, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.False(pin.Accepts(null, SslPolicyErrors.None));
        Assert.Throws<TlsKeyException>(() => new TlsKeyPin([new string('0', 64)]).Accepts(certificate, SslPolicyErrors.None));
        Assert.Throws<TlsKeyException>(() => new TlsKeyPin([]).Accepts(certificate, SslPolicyErrors.None));
    }

    private static async Task<HttpResponseMessage> SendAsync(UpstreamPool pool, Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("{}") };
        return await pool.Http.SendAsync(request, Cancellation);
    }
}
