using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Cases;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Masking;

/// <summary>
/// An answer that cannot be masked is let out as it is by people alone, and then its call by the grant of the call: that masking was tried in between neither loses
/// that grant, so that it would do a second time, nor uses another.
/// </summary>
public sealed class FailedMaskTests : IAsyncLifetime
{
    // Two names of members become one, which no strict reader takes.
    private const string Unmaskable = """
        "jane.doe@example.com":1,"Jane.Doe@example.com":1
        """;

    // Comments of a stream, more of them than are read at once.
    private static readonly string Pause = string.Concat(Enumerable.Repeat($": {new string('.', 1000)}\n\n", 200));

    private readonly TestApprovers _people = new();
    private FakeUpstream _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await FakeUpstream.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_grant_of_a_call_is_used_once_though_masking_the_answer_around_it_failed(bool stream)
    {
        await using var host = await StartAsync();
        Answer(stream, Unmaskable);
        var (mask, call) = await GrantBothAsync(host, stream);

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, stream, mask));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, stream, call));
        Assert.Equal((CaseState.Granted, CaseState.Granted), (await StateAsync(host, mask), await StateAsync(host, call)));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, stream, mask, call));
        Assert.Equal((CaseState.Consumed, CaseState.Consumed), (await StateAsync(host, mask), await StateAsync(host, call)));
        var told = (await host.EntriesAsync())[^1];
        Assert.Equal(("released", "released"), ((string?)told["release"], (string?)told["calls"]![0]!["release"]));

        // neither the same answer nor the call by itself goes again
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, stream, mask, call));
        Answer(stream, null);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, stream, call));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_at_once_that_cannot_be_masked_one_goes(bool stream)
    {
        await using var host = await StartAsync();
        Answer(stream, Unmaskable);
        var (mask, call) = await GrantBothAsync(host, stream);

        var seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(host, stream, mask, call)));

        Assert.Single(seen, HttpStatusCode.OK);
        Assert.Equal((CaseState.Consumed, CaseState.Consumed), (await StateAsync(host, mask), await StateAsync(host, call)));
    }

    private async Task<(CaseId Mask, CaseId Call)> GrantBothAsync(GatewayHost host, bool stream)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, stream));
        var cases = (await host.Stores.Cases.ListAsync(new CaseFilter(CaseState.Open, null, null), null, 10, Stop)).Cases;
        var call = Assert.Single(cases, static each => each.Type == CaseType.Authorize).Id;
        await _people.GrantAsync(host, call.Value, TestApprovers.Command);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, stream, call));
        cases = (await host.Stores.Cases.ListAsync(new CaseFilter(CaseState.Open, null, null), null, 10, Stop)).Cases;
        var mask = Assert.Single(cases, static each => each.Type == CaseType.Mask).Id;
        await _people.GrantAsync(host, mask.Value, "official");
        Assert.Equal((CaseState.Granted, CaseState.Granted), (await StateAsync(host, mask), await StateAsync(host, call)));
        return (mask, call);
    }

    /// <param name="members">Members that stand beside the call; null for none.</param>
    private void Answer(bool stream, string? members)
    {
        const string Call = """{"index":0,"id":"call_1","type":"function","function":{"name":"release_weapon","arguments":"{\"target\":\"hulk 7\"}"}}""";
        var message = $$"""{"role":"assistant","content":"x"{{(members is null ? "" : $",{members}")}}""";
        if (stream)
        {
            // The call is whole, and read by itself, before there is anything to mask: its grant is found before masking is tried.
            string[] events =
            [
                Choice("chat.completion.chunk", "delta", $$"""{"tool_calls":[{{Call}}]}""", "\"tool_calls\""),
                Choice("chat.completion.chunk", "delta", message + "}", "\"stop\"", index: 1),
                "[DONE]",
            ];
            _upstream.AnswerEvents([.. events.Select(each => $"data: {each}\n\n{Pause}")]);
        }
        else
        {
            _upstream.AnswerJson(Choice("chat.completion", "message", $$"""{{message}},"tool_calls":[{{Call}}]}""", "\"tool_calls\""));
        }
    }

    private static string Choice(string type, string name, string message, string finish, int index = 0) =>
        $$"""{"id":"c","object":"{{type}}","created":1,"model":"m","choices":[{"index":{{index}},"{{name}}":{{message}},"finish_reason":{{finish}}}]}""";

    private static async Task<CaseState> StateAsync(GatewayHost host, CaseId id) => (await host.Stores.Cases.GetAsync(id, Stop))!.State;

    private static async Task<HttpStatusCode> SendAsync(GatewayHost host, bool stream, params CaseId[] named)
    {
        var body = new JsonObject
        {
            ["model"] = "m",
            ["stream"] = stream,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Go on as planned." }),
            ["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "release_weapon", ["description"] = "Fires." } }),
        }.ToJsonString();
        using var response = await (named.Length == 0
            ? host.PostAsync("/v1/chat/completions", body)
            : host.PostAsync("/v1/chat/completions", body, ("Concordat-Case", string.Join(',', named.Select(static each => each.Value)))));
        await response.Content.ReadAsStringAsync(Stop);
        return response.StatusCode;
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(
        config => GrantTests.Fires(_people.Register(TestConfig.WithUpstreams("openai", _upstream.Url)(config))), agreement: SignedBaseAgreement.Masking);
}
