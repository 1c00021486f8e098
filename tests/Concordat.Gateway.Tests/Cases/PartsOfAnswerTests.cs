using System.Net;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>An answer whose text and whose call are held both goes with the grants of both, and neither part goes by the other's.</summary>
public sealed class PartsOfAnswerTests : IAsyncLifetime
{
    private const string Grey = "Set up continuous monitoring of the emails of all residents for keywords about the president";

    // Clause 8.1 of this one speaks of answers too.
    private static readonly Lazy<Agreement> OfAnswers = new(() => SignedBaseAgreement.With(
        """
        forbid (
          principal,
          action in [Concordat::Action::"request", Concordat::Action::"toolCall"],
          resource
        )
        when {
          context.operation != "embeddings" &&
          (context.topics.surveillance >= 70
        """, """
        forbid (principal, action == Concordat::Action::"answer", resource)
        when {
          context.operation != "embeddings" &&
          (context.topics.surveillance >= 70
        """));

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
    public async Task The_grant_of_the_text_lets_no_call_out_and_that_of_the_call_no_text()
    {
        await using var host = await GatewayHost.StartAsync(
            config => GrantTests.Fires(_people.Register(TestConfig.WithUpstreams("openai", _upstream.Url)(config))), agreement: OfAnswers.Value);
        _upstream.AnswerJson(new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "m",
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["finish_reason"] = "tool_calls",
                ["message"] = new JsonObject
                {
                    ["role"] = "assistant",
                    ["content"] = Grey,
                    ["tool_calls"] = new JsonArray(new JsonObject
                    {
                        ["id"] = "call_1",
                        ["type"] = "function",
                        ["function"] = new JsonObject { ["name"] = "release_weapon", ["arguments"] = """{"target":"hulk 7"}""" },
                    }),
                },
            }),
        }.ToJsonString());
        var status = await SendAsync(host, null);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        var cases = (await host.Stores.Cases.ListAsync(new CaseFilter(CaseState.Open, null, null), null, 10, Stop)).Cases;
        var text = Assert.Single(cases, static each => each.Type == CaseType.Ruling).Id;
        var call = Assert.Single(cases, static each => each.Type == CaseType.Authorize).Id;
        await _people.GrantAsync(host, text.Value, TestApprovers.Panel);

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, text.Value));
        await _people.GrantAsync(host, call.Value, TestApprovers.Command);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, text.Value));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, call.Value));
        Assert.Equal((CaseState.Granted, CaseState.Granted), (await StateAsync(host, text), await StateAsync(host, call)));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, $"{text},{call}"));
        Assert.Equal((CaseState.Consumed, CaseState.Consumed), (await StateAsync(host, text), await StateAsync(host, call)));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, $"{text},{call}"));
    }

    private static async Task<CaseState> StateAsync(GatewayHost host, CaseId id) => (await host.Stores.Cases.GetAsync(id, Stop))!.State;

    private static async Task<HttpStatusCode> SendAsync(GatewayHost host, string? named)
    {
        const string Body = """{"model":"m","messages":[{"role":"user","content":"Go on as planned."}],"tools":[{"type":"function","function":{"name":"release_weapon","description":"Fires."}}]}""";
        using var response = await (named is null ? host.PostAsync("/v1/chat/completions", Body) : host.PostAsync("/v1/chat/completions", Body, ("Concordat-Case", named)));
        return response.StatusCode;
    }
}
