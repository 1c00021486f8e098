using System.Diagnostics;
using System.Net;
using System.Text;

namespace Concordat.Client.Tests;

public sealed class PreflightClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_verdict_is_read_with_its_clauses()
    {
        var gateway = new FakeGateway("""
            {"verdict":"refuse","clauses":[{"clause":"2.1","title":"No tracking","authority":"usc-50-1881","because":"three U.S. persons are named","new":1}],
             "agreement":"0123456789ab","later":{}}
            """);

        var verdict = await gateway.Client.PreflightAsync("chat", """{"model":"m"}"""u8.ToArray(), cancellationToken: Token);

        Assert.Equal(PreflightVerdictKind.Refuse, verdict.Kind);
        Assert.Equal(new PreflightClause("2.1", "No tracking", "usc-50-1881", "three U.S. persons are named"), Assert.Single(verdict.Clauses));
        Assert.Equal("0123456789ab", verdict.Agreement);
    }

    [Theory]
    [InlineData("permit", PreflightVerdictKind.Permit)]
    [InlineData("hold", PreflightVerdictKind.Hold)]
    [InlineData("refuse", PreflightVerdictKind.Refuse)]
    public void Each_verdict_is_known(string text, PreflightVerdictKind kind) =>
        Assert.Equal(kind, PreflightVerdict.Parse(Encoding.UTF8.GetBytes($$"""{"verdict":"{{text}}","clauses":[]}""")).Kind);

    [Fact]
    public async Task The_request_goes_to_the_preflight_endpoint_as_it_is_with_its_declarations()
    {
        var gateway = new FakeGateway("""{"verdict":"permit","clauses":[]}""");

        await gateway.Client.PreflightAsync("chat", """{"model":"m"}"""u8.ToArray(), new PreflightDeclarations(["maintenance-log", "news"], "CUI"), Token);

        Assert.Equal("POST https://gateway.example/v1/preflight", gateway.Request);
        Assert.Equal("""{"operation":"chat","request":{"model":"m"}}""", gateway.Body);
        Assert.Equal("application/json", gateway.Header("Content-Type"));
        Assert.Equal("maintenance-log, news", gateway.Header("Concordat-Sources"));
        Assert.Equal("CUI", gateway.Header("Concordat-Label"));
        Assert.Equal("Bearer key", gateway.Header("Authorization"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"verdict":true}""")]
    [InlineData("""{"verdict":"Permit"}""")]
    [InlineData("""{"verdict":"allow"}""")]
    [InlineData("""{"verdict":"permit","clauses":{}}""")]
    [InlineData("""{"verdict":"hold","clauses":[{"title":"no number"}]}""")]
    public async Task An_answer_without_a_known_verdict_is_never_a_permission(string body) =>
        await Assert.ThrowsAsync<PreflightException>(async () => await new FakeGateway(body).Client.PreflightAsync("chat", "{}"u8.ToArray(), cancellationToken: Token));

    [Fact]
    public async Task An_error_is_reported_with_the_gateways_words()
    {
        var gateway = new FakeGateway("""{"error":{"message":"this key belongs to no use case","type":"invalid_request_error"}}""", HttpStatusCode.Unauthorized);

        var error = await Assert.ThrowsAsync<PreflightException>(async () => await gateway.Client.PreflightAsync("chat", "{}"u8.ToArray(), cancellationToken: Token));

        Assert.Equal(401, error.StatusCode);
        Assert.Contains("this key belongs to no use case", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_of_failure_with_a_verdict_in_its_body_is_no_verdict() =>
        await Assert.ThrowsAsync<PreflightException>(async () =>
            await new FakeGateway("""{"verdict":"permit","clauses":[]}""", HttpStatusCode.BadGateway).Client.PreflightAsync("chat", "{}"u8.ToArray(), cancellationToken: Token));

    [Fact]
    public async Task An_endless_answer_is_cut_off() =>
        await Assert.ThrowsAsync<PreflightException>(async () =>
            await new FakeGateway(new string(' ', 2 * 1024 * 1024)).Client.PreflightAsync("chat", "{}"u8.ToArray(), cancellationToken: Token));

    [Fact]
    public async Task A_gateway_that_cannot_be_reached_gives_no_verdict()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1/") };

        var error = await Assert.ThrowsAsync<PreflightException>(async () => await new PreflightClient(http).PreflightAsync("chat", "{}"u8.ToArray(), cancellationToken: Token));

        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_in_time_gives_no_verdict()
    {
        using var http = new HttpClient(new SilentGateway()) { BaseAddress = new Uri("https://gateway.example/"), Timeout = TimeSpan.FromMilliseconds(20) };

        var error = await Assert.ThrowsAsync<PreflightException>(async () => await new PreflightClient(http).PreflightAsync("chat", "{}"u8.ToArray(), cancellationToken: Token));

        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
    }

    private sealed class SilentGateway : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            throw new UnreachableException();
        }
    }

    private sealed class FakeGateway(string answer, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
    {
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

        public PreflightClient Client
        {
            get
            {
                var http = new HttpClient(this) { BaseAddress = new Uri("https://gateway.example/") };
                http.DefaultRequestHeaders.Authorization = new("Bearer", "key");
                return new PreflightClient(http);
            }
        }

        public string? Request { get; private set; }

        public string? Body { get; private set; }

        public string Header(string name) => _headers[name];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Request = $"{request.Method} {request.RequestUri}";
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            foreach (var (name, values) in request.Headers.Concat(request.Content.Headers))
            {
                _headers[name] = string.Join(", ", values);
            }

            return new HttpResponseMessage(status) { Content = new StringContent(answer) };
        }
    }
}
