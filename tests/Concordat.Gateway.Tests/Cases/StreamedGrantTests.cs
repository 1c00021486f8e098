using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>What goes by a grant in a streamed answer goes when all of the answer is known to go: the grant is used then, or not at all.</summary>
public sealed class StreamedGrantTests : IAsyncLifetime
{
    private readonly TestApprovers _people = new();
    private FakeUpstream _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await FakeUpstream.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_granted_call_leaves_with_the_end_of_its_stream_and_the_text_before_it_at_once()
    {
        await using var host = await StartAsync();
        string[] events = [Chunk(Text("All is ready, and the text is long enough to leave.")), .. Call(0, "hulk 7"), Chunk(Text("That was all.")), Chunk([], "tool_calls"), "data: [DONE]\n\n"];
        var id = await GrantAsync(host, events);
        using var arrived = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _upstream.Answer = http => AnswerAsync(http, events, async i =>
        {
            if (i == events.Length - 1)
            {
                arrived.Release();
                await goOn.WaitAsync(Stop);
            }
        });

        var answer = SendAsync(host, id);
        await arrived.WaitAsync(Stop);
        Assert.Equal(CaseState.Granted, await StateAsync(host, id)); // the call is whole, the answer is not
        goOn.Release();

        Assert.Contains("\"release_weapon\"", (await answer).Body, StringComparison.Ordinal);
        Assert.Equal(CaseState.Consumed, await StateAsync(host, id));
        var call = (await host.EntriesAsync())[^1]["calls"]![0]!;
        Assert.Equal(("permit", "released", id), ((string?)call["verdict"], (string?)call["release"], (string?)call["case"]));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_after_a_granted_call_uses_no_grant_and_lets_the_call_not_out()
    {
        await using var host = await StartAsync();
        string[] events = [.. Call(0, "hulk 7"), Chunk([], "tool_calls"), "data: [DONE]\n\n"];
        var id = await GrantAsync(host, events);
        _upstream.AnswerEvents([.. Call(0, "hulk 7"), Chunk([], "tool_calls")]);

        var broken = await SendAsync(host, id);

        Assert.DoesNotContain("release_weapon", broken.Body, StringComparison.Ordinal);
        Assert.Equal(CaseState.Granted, await StateAsync(host, id));
        var outcome = (await host.EntriesAsync())[^1];
        Assert.Equal(("unused", "upstream_interrupted"), ((string?)outcome["calls"]![0]!["release"], (string?)outcome["error"]));
        _upstream.AnswerEvents(events);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, id)).Status);
        Assert.Equal(CaseState.Consumed, await StateAsync(host, id));
    }

    [Fact]
    public async Task A_grant_that_another_used_while_the_stream_went_on_lets_nothing_through()
    {
        await using var host = await StartAsync();
        string[] events = [.. Call(0, "hulk 7"), Chunk([], "tool_calls"), "data: [DONE]\n\n"];
        var id = await GrantAsync(host, events);
        _upstream.Answer = http => AnswerAsync(http, events, async i =>
        {
            if (i == events.Length - 1)
            {
                var open = (await host.Stores.Cases.GetAsync(IdOf(id), Stop))!;
                Assert.Equal(ConsumeOutcome.Consumed, await host.Stores.Cases.TryConsumeAsync(open.Id, open.Action, Stop));
            }
        });

        var late = await SendAsync(host, id);

        Assert.Equal(HttpStatusCode.Forbidden, late.Status);
        Assert.DoesNotContain("\\\"target\\\"", late.Body, StringComparison.Ordinal);
        var outcome = (await host.EntriesAsync())[^1];
        Assert.Equal(("hold", "consumed"), ((string?)outcome["verdict"], (string?)outcome["calls"]![0]!["release"]));
    }

    [Fact]
    public async Task Of_two_calls_that_one_grant_lets_through_neither_leaves()
    {
        await using var host = await StartAsync();
        var id = await GrantAsync(host, [.. Call(0, "hulk 7"), Chunk([], "tool_calls"), "data: [DONE]\n\n"]);
        _upstream.AnswerEvents([.. Call(0, "hulk 7"), .. Call(1, "hulk 7"), Chunk([], "tool_calls"), "data: [DONE]\n\n"]);

        var twice = await SendAsync(host, id);

        Assert.Equal(HttpStatusCode.Forbidden, twice.Status);
        Assert.Equal(CaseState.Granted, await StateAsync(host, id));
        Assert.Equal(["unused", "consumed"], (await host.EntriesAsync())[^1]["calls"]!.AsArray().Select(static call => (string)call!["release"]!));
    }

    [Fact]
    public async Task A_masked_stream_uses_the_grant_of_its_call_once_and_its_outcome_names_the_case()
    {
        await using var host = await StartAsync(masks: true);
        string[] events = [.. Call(0, "hulk 7"), Chunk(Text("Tell jane.doe@example.com about it, please.")), Chunk([], "tool_calls"), Usage, "data: [DONE]\n\n"];
        var id = await GrantAsync(host, events);

        var passed = await SendAsync(host, id);

        Assert.Equal(HttpStatusCode.OK, passed.Status);
        Assert.Contains("[USPER 1 EMAIL]", passed.Body, StringComparison.Ordinal);
        Assert.Contains("\"release_weapon\"", passed.Body, StringComparison.Ordinal);
        Assert.Equal(CaseState.Consumed, await StateAsync(host, id));
        var outcome = (await host.EntriesAsync())[^1];
        Assert.Equal(("permit", "released", id), ((string?)outcome["verdict"], (string?)outcome["calls"]![0]!["release"], (string?)outcome["calls"]![0]!["case"]));
        Assert.Equal((11, 7), ((int)outcome["facts"]!["usage"]!["input"]!, (int)outcome["facts"]!["usage"]!["output"]!)); // it is charged as any answer
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, id)).Status);
    }

    [Fact]
    public async Task Where_the_rest_of_a_masked_stream_is_held_the_grant_stays()
    {
        await using var host = await StartAsync(masks: true);
        var id = await GrantAsync(host, [.. Call(0, "hulk 7"), Chunk([], "tool_calls"), "data: [DONE]\n\n"]);
        _upstream.AnswerEvents([.. Call(0, "hulk 7"), Chunk(Text("Tell jane.doe@example.com about it, please.")), .. Call(1, "hulk 8"), Chunk([], "tool_calls"), "data: [DONE]\n\n"]);

        var held = await SendAsync(host, id);

        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.Equal(CaseState.Granted, await StateAsync(host, id));
        Assert.Equal(["unused", "other-action"], (await host.EntriesAsync())[^1]["calls"]!.AsArray().Select(static call => (string)call!["release"]!));
    }

    private const string Usage = """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""" + "\n\n";

    private static JsonObject Text(string text) => new() { ["content"] = text };

    private static string[] Call(int index, string target) =>
    [
        Chunk(new JsonObject
        {
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["index"] = index,
                ["id"] = $"call_{index}",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = "release_weapon", ["arguments"] = "" },
            }),
        }),
        Chunk(new JsonObject
        {
            ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = $$"""{"target":"{{target}}"}""" } }),
        }),
    ];

    private static string Chunk(JsonObject delta, string? finish = null) => "data: " + new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = "m",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    }.ToJsonString() + "\n\n";

    private static async Task AnswerAsync(HttpContext http, string[] events, Func<int, Task> before)
    {
        http.Response.ContentType = "text/event-stream";
        for (var i = 0; i < events.Length; i++)
        {
            await before(i);
            await http.Response.WriteAsync(events[i], Stop);
            await http.Response.Body.FlushAsync(Stop);
        }
    }

    private static CaseId IdOf(string id) => CaseId.TryParse(id, out var parsed) ? parsed : throw new FormatException(id);

    private static async Task<CaseState> StateAsync(GatewayHost host, string id) => (await host.Stores.Cases.GetAsync(IdOf(id), Stop))!.State;

    /// <summary>Has the call held once, and granted.</summary>
    private async Task<string> GrantAsync(GatewayHost host, string[] events)
    {
        _upstream.AnswerEvents(events);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, null)).Status);
        var id = (string)(await host.EntriesAsync())[^1]["calls"]![0]!["case"]!;
        await _people.GrantAsync(host, id, TestApprovers.Command);
        return id;
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(GatewayHost host, string? named)
    {
        var body = new JsonObject
        {
            ["model"] = "m",
            ["stream"] = true,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Go on as planned." }),
            ["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "release_weapon", ["description"] = "Fires." } }),
        }.ToJsonString();
        using var response = await (named is null ? host.PostAsync("/v1/chat/completions", body) : host.PostAsync("/v1/chat/completions", body, ("Concordat-Case", named)));
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    private Task<GatewayHost> StartAsync(bool masks = false) => GatewayHost.StartAsync(
        config => GrantTests.Fires(_people.Register(TestConfig.WithUpstreams("openai", _upstream.Url)(config))),
        agreement: masks ? SignedBaseAgreement.Masking : null);
}
