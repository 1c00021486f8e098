using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>An upstream of another dialect that does not keep to it: each fault has its own reason, and nothing of the answer is delivered.</summary>
public sealed class TranslatedFaultTests
{
    private static readonly byte[] Start = EventFrames.Event("messageStart", """{"role":"assistant"}""");
    private static readonly byte[] Piece = EventFrames.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"forty-two"}}""");

    public static TheoryData<string, byte[], string> Frames() => new()
    {
        { "a wrong checksum of the prelude", Spoil(Piece, 9), "the checksum of a frame's prelude is wrong" },
        { "a wrong checksum of the frame", Spoil(Piece, Piece.Length - 2), "the checksum of a frame is wrong" },
        { "a changed letter", Spoil(Piece, Piece.Length - 10), "the checksum of a frame is wrong" },
        { "a length of two gigabytes", EventFrames.Raw([], [], total: 0x8000_0000), "a frame of it is longer than can be held for inspection" },
        { "a length of nothing", EventFrames.Raw([], [], total: 4), "the lengths of a frame contradict each other" },
        { "headers longer than the frame", LongHeaders(), "the lengths of a frame contradict each other" },
        { "a header that is cut short", EventFrames.Raw([13, (byte)':'], []), "a header of a frame is cut short" },
        { "a header that is no text", EventFrames.Raw([1, (byte)'a', 0], []), "a header of a frame is no text" },
        { "no type", EventFrames.Frame([(":message-type", "event")], "{}"), "a frame of it does not say what it is" },
        { "two types", EventFrames.Frame([(":event-type", "a"), (":event-type", "b"), (":message-type", "event")], "{}"), "a frame says twice what it is" },
        { "a payload that is no JSON", EventFrames.Event("contentBlockDelta", "{"), "it is not sound JSON" },
        { "an event that is none", EventFrames.Event("hologram", "{}"), "it has an event of an unknown type" },
        { "a second beginning", Start, "it begins twice" },
    };

    [Theory, MemberData(nameof(Frames))]
    public async Task A_bad_frame_is_refused_for_what_is_wrong_with_it(string name, byte[] frame, string reason)
    {
        var form = UpstreamCase.Of("converse");
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(form.At(server.Url));
        form.Chunks(server, [Start, frame, Piece]);

        await AssertFaultAsync(host, stream: true, 502, "upstream_malformed", reason);
        Assert.NotEmpty(name);
    }

    [Fact]
    public async Task Frames_arrive_byte_by_byte()
    {
        var form = UpstreamCase.Of("converse");
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(form.At(server.Url));
        byte[][] frames =
        [
            Start, Piece, EventFrames.Event("contentBlockStop", """{"contentBlockIndex":0}"""), EventFrames.Event("messageStop", """{"stopReason":"end_turn"}"""),
            EventFrames.Event("metadata", """{"usage":{"inputTokens":1,"outputTokens":1}}"""),
        ];
        form.Chunks(server, [.. frames.SelectMany(frame => frame).Select(each => new[] { each })]);

        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Hello", stream: true));

        Assert.Equal("forty-two", StreamedText.Of(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("converse")]
    [InlineData("gemini")]
    public async Task A_stream_that_breaks_off_ends_with_an_error(string upstream)
    {
        var form = UpstreamCase.Of(upstream);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(form.At(server.Url));
        form.Stream(server, ["All is well so far, ", "and it will stay so. ", "Or not."]);
        var whole = server.Answer;
        server.Answer = async http =>
        {
            var kept = new MemoryStream();
            var body = http.Response.Body;
            http.Response.Body = kept;
            await whole(http);
            http.Response.Body = body;
            if (http.Request.Path == "/token")
            {
                await body.WriteAsync(kept.ToArray());
                return;
            }

            http.Response.ContentLength = null;
            await body.WriteAsync(kept.ToArray().AsMemory(0, (int)kept.Length * 3 / 5));
            await body.FlushAsync();
        };
        var (path, request) = upstream == "chat"
            ? ("/v1/messages", new MessagesCase().Request("Hello", stream: true))
            : ("/v1/chat/completions", new ChatCase().Request("Hello", stream: true));

        using var response = await host.PostAsync(path, request);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("upstream_interrupted", text, StringComparison.Ordinal);
        Assert.Equal("upstream_interrupted", (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true, "text/html", "{}", "it is no stream of its dialect")]
    [InlineData(true, "application/json", "{}", "it is no stream of its dialect")]
    [InlineData(false, "text/event-stream", "data: {}\n\n", "it is not JSON")]
    [InlineData(false, "application/json", "{\"id\":", "it is not sound JSON")]
    [InlineData(false, "application/json", "[]", "it is not a JSON object")]
    [InlineData(false, "application/json", "{}", "it has no id")]
    public async Task An_answer_of_another_form_is_refused(bool stream, string type, string body, string reason)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("messages").At(server.Url));
        server.Answer = http =>
        {
            http.Response.ContentType = type;
            return http.Response.WriteAsync(body);
        };

        await AssertFaultAsync(host, stream, 502, "upstream_malformed", reason);
    }

    [Theory]
    [InlineData(401, 502, "upstream_credentials", "did not accept the gateway's own credentials")]
    [InlineData(403, 502, "upstream_credentials", "did not accept the gateway's own credentials")]
    [InlineData(429, 429, "upstream_rate_limited", "takes no more requests now")]
    [InlineData(500, 502, "upstream_error", "failed with status 500")]
    [InlineData(302, 502, "upstream_error", "redirects, and no redirect is followed")]
    public async Task A_status_is_mapped_as_it_is_without_translation(int theirs, int ours, string code, string reason)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("messages").At(server.Url));
        server.Answer = http =>
        {
            http.Response.StatusCode = theirs;
            http.Response.Headers.Location = $"{server.Url}/elsewhere";
            return http.Response.WriteAsync("key sk-123 is bad");
        };

        var text = await AssertFaultAsync(host, stream: false, ours, code, reason);

        Assert.DoesNotContain("sk-123", text, StringComparison.Ordinal);
        Assert.Single(server.Bodies);
    }

    [Fact]
    public async Task An_error_of_the_request_is_told_in_the_clients_own_shape()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("converse").At(server.Url));
        UpstreamCase.Json(server, """{"message":"The model does not support tools."}""", 400);

        using var response = await host.PostAsync("/v1/messages", new MessagesCase().Request("Hello", stream: true));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("error", error["type"]!.GetValue<string>());
        Assert.Equal("invalid_request_error", error["error"]!["type"]!.GetValue<string>());
        Assert.Equal("The model does not support tools.", error["error"]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_can_be_held_is_refused(bool stream)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var with = UpstreamCase.Of("messages").At(server.Url)(config);
            return with with { Limits = with.Limits with { AnswerBytes = 64 * 1024 } };
        });
        server.Answer = async http =>
        {
            http.Response.ContentType = stream ? "text/event-stream" : "application/json";
            for (var i = 0; i < 100; i++)
            {
                await http.Response.Body.WriteAsync(Encoding.ASCII.GetBytes((i == 0 && stream ? "data: " : "") + new string(' ', 4000)), http.RequestAborted);
            }
        };

        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Hello", stream));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("held for inspection", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_end_would_repeat_more_than_can_be_held_ends_with_an_error()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var with = UpstreamCase.Of("chat").At(server.Url)(config);
            return with with { Limits = with.Limits with { AnswerBytes = 64 * 1024 } };
        });
        UpstreamCase.Of("chat").Stream(server, Enumerable.Repeat("The valve is sound, and so is the pump. ", 2000));

        using var response = await host.PostAsync("/v1/responses", new ResponsesCase().Request("Go on.", stream: true));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("held for inspection", text, StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", text, StringComparison.Ordinal);
    }

    private static async Task<string> AssertFaultAsync(GatewayHost host, bool stream, int status, string code, string reason)
    {
        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Hello", stream));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {text}");
        var error = JsonNode.Parse(text)!["error"]!;
        Assert.Equal(code, error["code"]!.GetValue<string>());
        Assert.Contains(reason, error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("forty-two", text, StringComparison.Ordinal);
        Assert.Equal(code, (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
        return text;
    }

    private static byte[] Spoil(byte[] frame, int at)
    {
        byte[] spoiled = [.. frame];
        spoiled[at] ^= 1;
        return spoiled;
    }

    private static byte[] LongHeaders()
    {
        var frame = EventFrames.Raw([], [0, 0, 0, 0]);
        frame[7] = 200;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), EventFrames.Checksum(frame.AsSpan(0, 8)));
        return frame;
    }
}
