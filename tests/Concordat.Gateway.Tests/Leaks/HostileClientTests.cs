using System.Net;
using System.Text;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Leaks;

/// <summary>A client that shows the gateway one thing and the model another, or leans on a limit.</summary>
public sealed class HostileClientTests
{
    [Theory]
    [InlineData("/v1/responses", "openai", """{"model":"m","input":"x","tools":[{"type":"mcp","server_url":"https://evil.example","name":"get_weather"}]}""")]
    [InlineData("/v1/responses", "openai", """{"model":"m","input":"x","tools":[{"type":"web_search","name":"get_weather"}]}""")]
    [InlineData("/v1/messages", "anthropic", """{"model":"m","max_tokens":9,"messages":[],"tools":[{"type":"code_execution_20250825","name":"get_weather"}]}""")]
    public async Task A_tool_that_the_vendor_runs_cannot_borrow_the_name_of_a_harmless_one(string path, string kind, string body)
    {
        await AssertNotSentAsync(path, kind, body, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"model":"m","Model":"other","messages":[]}""")]
    [InlineData("""{"model":"m","messages":[],"Tools":[{"type":"web_search"}]}""")]
    [InlineData("""{"model":"m","messages":[],"\u0054ools":[]}""")]
    [InlineData("""{"model":"m","me\u017f\u017fages":[],"messages":[]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x","Content":[{"type":"image_url"}]}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x","Type":"image_url","Image_URL":{"url":"https://example.com/a.png"}}]}]}""")]
    public async Task A_member_whose_name_differs_by_case_alone_is_refused_because_some_upstreams_take_it_for_the_same(string body)
    {
        await AssertNotSentAsync("/v1/chat/completions", "openai", body, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_schema_may_name_its_members_as_it_likes()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));
        upstream.AnswerJson(new ChatCase().Answer("Done."));

        using var response = await host.PostAsync("/v1/chat/completions", """
            {"model":"m","messages":[],"tools":[{"type":"function","function":{"name":"get_weather",
             "parameters":{"type":"object","properties":{"Name":{"type":"string"},"name":{"type":"string"},"Tools":{"type":"string"}}}}}]}
            """);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Us_persons_are_found_behind_a_crowd_of_foreign_ones()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 5000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"+44 20 7946 {i:0000}, ");
        }

        for (var i = 0; i < 40; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"+1 202 555 01{i:00}, ");
        }

        await AssertNotSentAsync("/v1/chat/completions", "openai", new ChatCase().Request(text.ToString(), stream: false), HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("case_é")]
    [InlineData("case_0190ffffffffffffffffffffffffffff extra")]
    public async Task A_case_that_is_none_is_a_bad_header_and_is_not_sent_back(string value)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));
        upstream.AnswerJson(new ChatCase().Answer("Done."));
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Url + "/v1/chat/completions")
        {
            Content = new StringContent(new ChatCase().Request("x", stream: false), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", $"Bearer {host.ApiKey}");
        request.Headers.TryAddWithoutValidation("Concordat-Case", value);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(upstream.Bodies);
    }

    [Theory]
    [InlineData("anthropic-beta", "TOP SECRET, SI, NOFORN")]
    [InlineData("anthropic-beta", "call 202-555-0134 about it")]
    [InlineData("anthropic-version", "the quick brown fox")]
    public async Task A_header_that_is_passed_on_carries_no_text(string name, string value)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("anthropic", upstream.Url));
        var form = new MessagesCase();
        upstream.AnswerJson(form.Answer("Done."));

        using var response = await host.PostAsync(form.Path, form.Request("x", stream: false), (name, value));

        Assert.False(upstream.Headers.TryPeek(out var sent) && sent[name].ToString() == value);
    }

    [Fact]
    public async Task A_body_in_chunks_that_are_broken_is_a_bad_request()
    {
        await using var host = await GatewayHost.StartAsync();
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(host.Url).Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {host.ApiKey}\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"), TestContext.Current.CancellationToken);
        var answer = new byte[64];
        var length = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    private static async Task AssertNotSentAsync(string path, string kind, string body, HttpStatusCode status)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(kind, upstream.Url));

        using var response = await host.PostAsync(path, body);

        Assert.Empty(upstream.Bodies);
        Assert.Equal(status, response.StatusCode);
    }
}
