using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Errors;

/// <summary>Every bad request has its status, its code and, where the key was valid, its ledger entry.</summary>
public sealed class BadRequestTests
{
    private const string Chat = "/v1/chat/completions";

    public static TheoryData<string, byte[], int, string> Bodies() => new()
    {
        { "empty", [], 400, "empty_body" },
        { "not JSON", "hello"u8.ToArray(), 400, "malformed_json" },
        { "cut off", """{"model":"sandbox","messages":["""u8.ToArray(), 400, "malformed_json" },
        { "a comment", """{"model":"sandbox"/* x */,"messages":[]}"""u8.ToArray(), 400, "malformed_json" },
        { "a trailing comma", """{"model":"sandbox","messages":[],}"""u8.ToArray(), 400, "malformed_json" },
        { "trailing data", """{"model":"sandbox","messages":[]} {}"""u8.ToArray(), 400, "trailing_data" },
        { "a duplicate key", """{"model":"sandbox","messages":[],"messages":[]}"""u8.ToArray(), 400, "duplicate_key" },
        { "a duplicate key in disguise", """{"model":"sandbox","messages":[],"m\u006fdel":"other"}"""u8.ToArray(), 400, "duplicate_key" },
        { "bytes that are not UTF-8", [.. """{"model":"sandbox","messages":[{"role":"user","content":" """u8, 0xC3, 0x28, .. "\"}]}"u8], 400, "invalid_utf8" },
        { "an overlong encoding", [.. "{\"model\":\"sandbox\",\"x\":\""u8, 0xC0, 0xAF, .. "\"}"u8], 400, "invalid_utf8" },
        { "a lone surrogate", """{"model":"sandbox","messages":[{"role":"user","content":"\ud800"}]}"""u8.ToArray(), 400, "lone_surrogate" },
        { "nesting of 65", Nested(65), 400, "too_deep" },
        { "an array", "[]"u8.ToArray(), 400, "invalid_request" },
        { "no model", """{"messages":[]}"""u8.ToArray(), 400, "invalid_request" },
        { "a model that is a number", """{"model":7,"messages":[]}"""u8.ToArray(), 400, "invalid_request" },
        { "no messages", """{"model":"sandbox"}"""u8.ToArray(), 400, "invalid_request" },
        { "a stream that is a word", """{"model":"sandbox","messages":[],"stream":"yes"}"""u8.ToArray(), 400, "invalid_request" },
        { "an unknown model", """{"model":"nobody","messages":[]}"""u8.ToArray(), 404, "model_not_found" },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_bad_body_is_refused_with_its_code_and_recorded(string what, byte[] body, int status, string code)
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await PostBytesAsync(host, body);

        var error = await ErrorAsync(response);
        Assert.True((int)response.StatusCode == status && error["code"]!.GetValue<string>() == code, $"{what}: {response.StatusCode} {error}");
        var entry = (await host.EntriesAsync()).Last();
        Assert.Equal("rejection", entry["type"]!.GetValue<string>());
        Assert.Equal(code, entry["error"]!.GetValue<string>());
        Assert.Equal(status, entry["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task Nesting_of_64_is_still_read()
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await PostBytesAsync(host, Nested(64));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_body_over_the_limit_is_413_whether_its_length_is_announced_or_not(bool chunked)
    {
        await using var host = await GatewayHost.StartAsync(config => config with { Limits = config.Limits with { BodyBytes = 1000 } });
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new ByteArrayContent(new byte[5000]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("body_too_large", (await ErrorAsync(response))["code"]!.GetValue<string>());
        Assert.Equal("body_too_large", (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_sender_that_stops_in_the_middle_is_408()
    {
        await using var host = await GatewayHost.StartAsync(
            config => config with { Limits = config.Limits with { BodyTimeout = TimeSpan.FromMilliseconds(200) } });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(host.Url).Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {Chat} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {host.ApiKey}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"),
            TestContext.Current.CancellationToken);

        using var reader = new StreamReader(socket.GetStream());
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 408 Request Timeout", status);
        Assert.Equal("body_timeout", (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("text/plain", null, 415, "unsupported_media_type")]
    [InlineData("application/jsonx", null, 415, "unsupported_media_type")]
    [InlineData("multipart/form-data", null, 415, "unsupported_media_type")]
    [InlineData("application/json", "gzip", 415, "unsupported_encoding")]
    public async Task A_body_that_is_not_plain_JSON_is_415(string type, string? encoding, int status, string code)
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await ErrorAsync(response))["code"]!.GetValue<string>());
        Assert.Equal(code, (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null, "missing_api_key")]
    [InlineData("", "missing_api_key")]
    [InlineData("ck_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "invalid_api_key")]
    [InlineData("nonsense", "invalid_api_key")]
    public async Task Without_a_valid_key_there_is_401_and_no_entry(string? key, string code)
    {
        await using var host = await GatewayHost.StartAsync();
        var before = (await host.EntriesAsync()).Count;
        host.Client.DefaultRequestHeaders.Authorization = null;

        using var response = await host.PostAsync(Chat, "{}", key is null ? [] : [("x-api-key", key)]);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(code, (await ErrorAsync(response))["code"]!.GetValue<string>());
        Assert.Equal(before, (await host.EntriesAsync()).Count);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.Stores.Keys.RevokeAsync(host.ApiKey.Split('_')[1], TestContext.Current.CancellationToken);

        HttpStatusCode status;
        var patience = TimeProvider.System.GetTimestamp();
        do
        {
            using var response = await host.PostAsync(Chat, """{"model":"sandbox","messages":[]}""");
            status = response.StatusCode;
        }
        while (status == HttpStatusCode.OK && TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions")]
    [InlineData("POST", "/v1/completions")]
    [InlineData("POST", "/v1/audio/transcriptions")]
    [InlineData("POST", "/v1/files")]
    [InlineData("GET", "/v1/responses/resp_1")]
    [InlineData("POST", "/v1/messages/batches")]
    [InlineData("POST", "//v1/chat/completions")]
    [InlineData("POST", "/v1/chat/completions/x")]
    [InlineData("GET", "/")]
    public async Task What_is_not_listed_is_404(string method, string path)
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(host.Url + path));

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.NotNull(await ErrorAsync(response));
    }

    private static byte[] Nested(int depth) => Encoding.ASCII.GetBytes(
        "{\"model\":\"sandbox\",\"messages\":[],\"x\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}");

    private static async Task<HttpResponseMessage> PostBytesAsync(GatewayHost host, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await host.Client.PostAsync(Chat, content, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> ErrorAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;
}
