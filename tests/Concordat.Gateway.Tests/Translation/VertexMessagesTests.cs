using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>Anthropic's dialect as Google Vertex AI takes it: model in the URL, version in the body, and no other byte changed.</summary>
public sealed class VertexMessagesTests
{
    private static readonly UpstreamCase Form = UpstreamCase.Of("vertex-messages");

    [Theory]
    [InlineData("""{"model":"m","max_tokens":9,"messages":[]}""", "rawPredict", ""","max_tokens":9,"messages":[]}""")]
    [InlineData("""{ "max_tokens" : 9 , "stream" : true , "model" : "m" }""", "streamRawPredict", ""","max_tokens" : 9,"stream" : true}""")]
    [InlineData("""{"mod\u0065l":"m","stream":false}""", "rawPredict", ""","stream":false}""")]
    [InlineData("""{"model":"m","metadata":{"model":"kept","anthropic_version":"kept","stream":true}}""", "rawPredict", ""","metadata":{"model":"kept","anthropic_version":"kept","stream":true}}""")]
    [InlineData("""{"model":"m"}""", "rawPredict", "}")]
    [InlineData("""{"model":"m","anthropic_version":"bedrock-2023-05-31"}""", null, null)]
    [InlineData("""{"model":"m","anthropic\u005fversion":"vertex-2023-10-16"}""", null, null)]
    public void The_body_keeps_every_byte_but_those_of_the_model(string body, string? path, string? rest)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Equal(path, VertexMessages.Write(Encoding.UTF8.GetBytes(body), output));

        if (rest is not null)
        {
            Assert.Equal("""{"anthropic_version":"vertex-2023-10-16" """.TrimEnd() + rest, Encoding.UTF8.GetString(output.WrittenSpan));
        }
    }

    [Theory]
    [InlineData(false, "rawPredict")]
    [InlineData(true, "streamRawPredict")]
    public async Task A_client_of_the_dialect_is_sent_on_to_where_its_model_stands(bool stream, string action)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Named(server.Url));
        var path = "";
        if (stream)
        {
            Form.Stream(server, ["All ", "is ", "well."]);
        }
        else
        {
            Form.Answer(server, "All is well.");
        }

        var answer = server.Answer;
        server.Answer = http =>
        {
            path = http.Request.Path == "/token" ? path : http.Request.Path + http.Request.QueryString;
            return answer(http);
        };
        using var response = await host.PostAsync("/v1/messages", new MessagesCase().Request("Hello", stream), ("anthropic-beta", "context-1m-2025-08-07"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal($"/v1/projects/p-1/locations/us-central1/publishers/anthropic/models/claude-5@20260101:{action}", path);
        Assert.Contains("well.", text, StringComparison.Ordinal);
        var headers = server.Headers.Last();
        Assert.Equal("Bearer ya29.token", headers.Authorization.ToString());
        Assert.Equal("context-1m-2025-08-07", headers["anthropic-beta"].ToString());
        Assert.False(headers.ContainsKey("x-api-key") || headers.ContainsKey("anthropic-version"));
        var body = JsonNode.Parse(server.Bodies.Last())!.AsObject();
        Assert.Equal("vertex-2023-10-16", body["anthropic_version"]!.GetValue<string>());
        Assert.False(body.ContainsKey("model"));
    }

    [Theory]
    [InlineData("""{"error":{"code":404,"message":"Publisher Model was not found.","status":"NOT_FOUND"}}""", "Publisher Model was not found.")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens is too large"}}""", "max_tokens is too large")]
    public async Task An_error_comes_in_the_clients_own_shape_whoever_said_it(string error, string message)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Named(server.Url));
        UpstreamCase.Json(server, error, 404);

        using var response = await host.PostAsync("/v1/messages", new MessagesCase().Request("Hello", stream: false));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("error", answer["type"]!.GetValue<string>());
        Assert.Equal("not_found_error", answer["error"]!["type"]!.GetValue<string>());
        Assert.Equal(message, answer["error"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_client_that_says_the_version_itself_is_refused_and_nothing_is_sent()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Named(server.Url));

        using var response = await host.PostAsync("/v1/messages", """{"model":"m","anthropic_version":"vertex-2023-10-16","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""");

        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden);
        Assert.Empty(server.Bodies);
    }

    private static Func<ConcordatConfig, ConcordatConfig> Named(string url) => config =>
    {
        var with = Form.At(url)(config);
        return with with { Deployments = [with.Deployments[0] with { UpstreamModel = "claude-5@20260101" }] };
    };
}
