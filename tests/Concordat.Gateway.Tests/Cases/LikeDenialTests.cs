using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>What people said no to stays so, however it is asked again; something else is asked anew.</summary>
public sealed class LikeDenialTests : IAsyncLifetime
{
    private const string Arguments = """{"target":"hulk 7","rounds":2}""";

    private readonly TestApprovers _people = new();
    private ToolServer _server = null!;
    private FakeUpstream _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_server, _upstream) = (await ToolServer.StartAsync(), await FakeUpstream.StartAsync());

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _server.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("key")]
    [InlineData("label")]
    [InlineData("description")]
    [InlineData("no definition")]
    [InlineData("deployment")]
    [InlineData("prompt")]
    [InlineData("order")]
    [InlineData("whitespace")]
    [InlineData("number")]
    [InlineData("repeat")]
    [InlineData("stream")]
    public async Task A_denied_act_that_is_asked_another_way_is_denied(string way)
    {
        await using var host = await StartAsync();
        var id = await DeniedAsync(host);

        List<(string, string)> headers = way switch
        {
            "key" => [("Authorization", $"Bearer {await host.CreateKeyAsync("other")}")],
            "label" => [("Concordat-Label", "UNCLASSIFIED")],
            _ => [],
        };
        var arguments = way switch
        {
            "order" => """{"rounds":2,"target":"hulk 7"}""",
            "whitespace" => "{ \"target\" :\n\t\"hulk 7\" , \"rounds\": 2 }",
            "number" => """{"target":"hulk\u00207","rounds":2.0}""",
            "repeat" => """{"target":"hulk 8","target":"hulk 7","rounds":2}""",
            _ => Arguments,
        };
        var again = await SendAsync(
            host, arguments, way == "description" ? "Only says hello." : way == "no definition" ? null : "Fires.", way == "deployment" ? "m1" : "m0", way == "prompt" ? "Go on." : "Go on as planned.",
            way == "stream", headers);

        Assert.Equal((HttpStatusCode.Forbidden, id), (again.Status, again.Case));
        Assert.Equal(1, await CountAsync(host));
        Assert.Contains("clause 3.1", again.Body, StringComparison.Ordinal);
        Assert.Contains($"case {id} was denied", again.Body, StringComparison.Ordinal);
        Assert.Equal("denied", again.Release);
    }

    [Theory]
    [InlineData("""{"target":"hulk 8","rounds":2}""")]
    [InlineData("""{"target":"hulk 7","rounds":3}""")]
    [InlineData("""{"target":"hulk 7","rounds":"2"}""")]
    [InlineData("""{"target":"hulk 7"}""")]
    public async Task Another_act_is_asked_anew(string arguments)
    {
        await using var host = await StartAsync();
        var id = await DeniedAsync(host);

        var other = await SendAsync(host, arguments);

        Assert.Equal(HttpStatusCode.Forbidden, other.Status);
        Assert.NotEqual(id, other.Case);
        Assert.Contains("is open for a decision", other.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_granted_to_another_key_before_the_denial_goes_no_more()
    {
        await using var host = await StartAsync();
        (string, string)[] other = [("Authorization", $"Bearer {await host.CreateKeyAsync("other")}")];
        var granted = (await SendAsync(host, Arguments, headers: other)).Case!;
        await _people.GrantAsync(host, granted, TestApprovers.Command);
        var denied = await DeniedAsync(host);
        Assert.NotEqual(granted, denied);

        var sent = await SendAsync(host, Arguments, headers: [.. other, ("Concordat-Case", granted)]);

        Assert.Equal((HttpStatusCode.Forbidden, "denied", denied), (sent.Status, sent.Release, sent.Case));
        Assert.Contains($"case {denied} was denied", sent.Body, StringComparison.Ordinal);
        Assert.Equal(CaseState.Granted, (await host.Stores.Cases.GetAsync(IdOf(granted), Stop))!.State);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Go on."}],"model":"m1"}""", true)]
    [InlineData("""{ "stream": true, "stream_options": {"include_usage": true}, "model": "m0", "messages": [{"content":"Go on.","role":"user"}] }""", true)]
    [InlineData("""{"model":"m0","messages":[{"role":"user","content":"Go on!"}]}""", false)]
    [InlineData("""{"model":"m0","messages":[{"role":"user","content":"Go on.","model":"m1"}]}""", false)]
    [InlineData("""["Go on."]""", false)]
    [InlineData("Go on.", false)]
    public void The_same_question_to_another_model_is_the_same_question(string body, bool isSame)
    {
        var asked = RequestSubstance.Of("""{"model":"m0","messages":[{"role":"user","content":"Go on."}]}"""u8.ToArray());

        Assert.Equal(isSame, asked.AsSpan().SequenceEqual(RequestSubstance.Of(System.Text.Encoding.UTF8.GetBytes(body))));
    }

    [Fact]
    public async Task A_denied_call_of_a_tool_server_is_denied_with_another_label_key_and_definition()
    {
        await using var host = await StartAsync();
        var held = await McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" });
        await _people.DecideAsync(host, held.Case!, "official", DecisionAct.Deny);
        var key = await host.CreateKeyAsync("other");

        foreach (var change in (Action<HttpRequestMessage>[])[
            static request => request.Headers.Add("Concordat-Label", "UNCLASSIFIED"), request => request.Headers.Authorization = new("Bearer", key)])
        {
            var again = await McpCaller.SendAsync(host, McpCaller.Message("tools/call", McpCaller.Call("depot__release_weapon", new { target = "hulk 7" })), change);
            Assert.Equal(held.Case, again.Case);
            Assert.Contains($"case {held.Case} was denied", again.Words, StringComparison.Ordinal);
        }

        _server.Tools.RemoveAll(static tool => (string)tool["name"]! == "release_weapon");
        _server.Tools.Add(ToolServer.Define("release_weapon", "Only says hello."));
        Assert.Equal(held.Case, (await McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" })).Case); // its effect is not known any more: held for a ruling
        Assert.Empty(_server.Calls);
        Assert.NotEqual(held.Case, (await McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 8" })).Case);
    }

    private static CaseId IdOf(string id) => CaseId.TryParse(id, out var parsed) ? parsed : throw new FormatException(id);

    private static async Task<int> CountAsync(GatewayHost host) =>
        (await host.Stores.Cases.ListAsync(new CaseFilter(Type: CaseType.Authorize), before: null, 10, Stop)).Cases.Length;

    private async Task<string> DeniedAsync(GatewayHost host)
    {
        var held = await SendAsync(host, Arguments);
        Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, held.Case!, "official", DecisionAct.Deny)).Status);
        return held.Case!;
    }

    private async Task<(HttpStatusCode Status, string? Case, string? Release, string Body)> SendAsync(
        GatewayHost host, string arguments, string? description = "Fires.", string model = "m0", string prompt = "Go on as planned.", bool stream = false,
        IReadOnlyList<(string, string)>? headers = null)
    {
        var form = new ChatCase();
        if (stream)
        {
            _upstream.AnswerEvents(form.CallStream("release_weapon", arguments.Chunk(4).Select(static piece => new string(piece))));
        }
        else
        {
            _upstream.AnswerJson(form.CallAnswer("release_weapon", arguments));
        }

        var body = JsonNode.Parse(form.Request(prompt, stream, model))!.AsObject();
        if (description is not null)
        {
            body["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "release_weapon", ["description"] = description } });
        }

        using var response = await host.PostAsync("/v1/chat/completions", body.ToJsonString(), [.. headers ?? []]);
        var text = await response.Content.ReadAsStringAsync(Stop);
        var entry = (await host.EntriesAsync())[^1];
        return (response.StatusCode, (string?)entry["case"] ?? (string?)entry["calls"]?[0]?["case"], (string?)entry["calls"]?[0]?["release"], text);
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(config =>
    {
        var ready = GrantTests.Fires(_people.Register(TestConfig.WithUpstreams("openai", _upstream.Url, _upstream.Url)(config)));
        var fronted = _server.Register(ready);
        return fronted with
        {
            Tools = [.. ready.Tools, .. fronted.Tools],
            Deployments = [.. fronted.Deployments.Select(static (deployment, i) => deployment with { Model = $"m{i}" })],
        };
    });
}
