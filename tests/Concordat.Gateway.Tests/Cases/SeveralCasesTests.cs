using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>Where more than one thing is held, each has its case; all that are granted let all of it through, once, and none is used up in vain.</summary>
public sealed class SeveralCasesTests : IAsyncLifetime
{
    private readonly TestApprovers _people = new();
    private ToolServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ToolServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_request_and_the_call_that_answers_it_are_let_through_by_the_cases_of_both_once()
    {
        await using var host = await StartAsync();
        var body = Body("""[[call: release_weapon {\"target\":\"hulk 7\"}]]""", image: true);
        var ruling = (await SendAsync(host, body)).Case!;
        await _people.GrantAsync(host, ruling, TestApprovers.Panel);

        // The request goes, the call that comes back is held: the ruling can be used again.
        var held = await SendAsync(host, body, ruling);
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.NotEqual(ruling, held.Case);
        Assert.Contains($"case {ruling} was not used up", held.Body, StringComparison.Ordinal);
        Assert.Equal(CaseState.Granted, await StateAsync(host, ruling));
        await _people.GrantAsync(host, held.Case!, TestApprovers.Command);

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, body, held.Case)).Status); // the grant of the call is not one of the request
        Assert.Equal(CaseState.Granted, await StateAsync(host, held.Case!));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, body, $"{held.Case},{ruling}")).Status);
        Assert.Equal((CaseState.Consumed, CaseState.Consumed), (await StateAsync(host, ruling), await StateAsync(host, held.Case!)));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, body, $"{held.Case},{ruling}")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_calls_in_one_answer_neither_is_let_through_before_both_are_granted(bool stream)
    {
        await using var host = await StartAsync();
        var body = Body("""[[call: release_weapon {\"target\":\"hulk 7\"}]] [[call: release_weapon {\"target\":\"hulk 8\"}]]""", stream: stream);
        await SendAsync(host, body);
        var cases = (await host.EntriesAsync())[^1]["calls"]!.AsArray().Select(static call => (string)call!["case"]!).ToList();
        Assert.Equal(2, cases.Distinct().Count());
        await _people.GrantAsync(host, cases[0], TestApprovers.Command);
        await _people.GrantAsync(host, cases[1], TestApprovers.Command);

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, body, cases[0])).Status);
        var told = (await host.EntriesAsync())[^1]["calls"]!.AsArray();
        Assert.Equal(["unused", "other-action"], told.Select(static call => (string)call!["release"]!));
        Assert.Equal((CaseState.Granted, CaseState.Granted), (await StateAsync(host, cases[0]), await StateAsync(host, cases[1])));

        var passed = await SendAsync(host, body, string.Join(", ", cases));
        Assert.Equal(HttpStatusCode.OK, passed.Status);
        Assert.Equal(2, passed.Body.Split("\"release_weapon\"").Length - 1);
        Assert.Equal((CaseState.Consumed, CaseState.Consumed), (await StateAsync(host, cases[0]), await StateAsync(host, cases[1])));
    }

    [Fact]
    public async Task One_grant_lets_one_of_two_like_calls_through_and_therefore_none()
    {
        await using var host = await StartAsync();
        var body = Body("""[[call: release_weapon {\"target\":\"hulk 7\"}]] [[call: release_weapon {\"target\":\"hulk 7\"}]]""");
        var held = await SendAsync(host, body);
        await _people.GrantAsync(host, held.Case!, TestApprovers.Command);

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, body, held.Case)).Status);
        Assert.Equal(CaseState.Granted, await StateAsync(host, held.Case!));
    }

    [Fact]
    public async Task A_tool_call_whose_arguments_are_held_too_runs_once_with_both_cases()
    {
        await using var host = await StartAsync(tools: true);
        var ruling = await CallAsync(host);
        Assert.Equal("hold", ruling.Verdict);
        await _people.GrantAsync(host, ruling.Case!, TestApprovers.Panel);

        var force = await CallAsync(host, ruling.Case);
        Assert.Equal("hold", force.Verdict);
        Assert.NotEqual(ruling.Case, force.Case);
        Assert.Equal(CaseState.Granted, await StateAsync(host, ruling.Case!));
        var sent = (await host.EntriesAsync())[^2];
        Assert.Equal(("permit", "unused", ruling.Case), ((string?)sent["verdict"], (string?)sent["release"], (string?)sent["case"]));
        await _people.GrantAsync(host, force.Case!, [.. TestApprovers.Command, .. TestApprovers.Panel]); // the marking holds the call too

        Assert.Equal("hold", (await CallAsync(host, force.Case)).Verdict);
        Assert.Empty(_server.Calls);
        var both = $"{ruling.Case},{force.Case}";
        var seen = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CallAsync(host, both)));
        Assert.Equal(1, seen.Count(static one => !one.IsToolError));
        Assert.Single(_server.Calls);
    }

    [Fact]
    public async Task Of_three_calls_at_once_that_name_two_cases_each_granted_one_runs_once()
    {
        await using var host = await StartAsync(tools: true);
        for (var round = 0; round < 5; round++)
        {
            string[] targets = [$"hulk {round}-a", $"hulk {round}-b"];
            var cases = new List<string>();
            foreach (var target in targets)
            {
                cases.Add((await McpCaller.CallAsync(host, "depot__release_weapon", new { target })).Case!);
                await _people.GrantAsync(host, cases[^1], TestApprovers.Command);
            }

            // the two that were granted, and one of them once more
            var both = string.Join(',', cases);
            string[] asked = [.. targets, targets[round % 2]];
            var seen = await Task.WhenAll(asked.Select(target => McpCaller.CallAsync(host, "depot__release_weapon", new { target }, both)));

            Assert.Equal(2, seen.Count(static one => !one.IsToolError));
            Assert.Equal(targets, _server.Calls.Select(static call => (string)call["arguments"]!["target"]!).Order());
            Assert.Equal((CaseState.Consumed, CaseState.Consumed), (await StateAsync(host, cases[0]), await StateAsync(host, cases[1])));
            var told = (await host.EntriesAsync()).Where(static entry => (string?)entry["release"] == "released").Select(static entry => (string)entry["case"]!).ToList();
            Assert.All(cases, id => Assert.Single(told, id));
            _server.Calls.Clear();
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("ID,")]
    [InlineData("ID,ID")]
    [InlineData("ID OTHER")]
    public async Task What_is_no_list_of_cases_is_refused_and_uses_nothing(string named)
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);
        var text = named.Replace("ID", id, StringComparison.Ordinal).Replace("OTHER", CaseId.New(TimeProvider.System).Value, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(host, Body("x"), text)).Status);
        Assert.Equal(CaseState.Granted, await StateAsync(host, id));
    }

    [Fact]
    public async Task More_than_eight_cases_are_refused()
    {
        await using var host = await StartAsync();
        var many = string.Join(',', Enumerable.Range(0, 9).Select(static _ => CaseId.New(TimeProvider.System).Value));

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(host, Body("x"), many)).Status);
    }

    private static string Body(string text, bool image = false, bool stream = false) => new JsonObject
    {
        ["model"] = "sandbox",
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject
        {
            ["role"] = "user",
            ["content"] = image
                ? JsonNode.Parse("""[{"type":"text","text":"Go on. TEXT"},{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]""".Replace("TEXT", text, StringComparison.Ordinal))
                : JsonNode.Parse($"\"Go on. {text}\""),
        }),
        ["tools"] = new JsonArray(new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = "release_weapon", ["description"] = "Fires." },
        }),
    }.ToJsonString();

    private static async Task<(HttpStatusCode Status, string? Case, string Body)> SendAsync(GatewayHost host, string body, string? named = null)
    {
        using var response = await (named is null ? host.PostAsync("/v1/chat/completions", body) : host.PostAsync("/v1/chat/completions", body, ("Concordat-Case", named)));
        return (response.StatusCode, response.Headers.TryGetValues("Concordat-Case", out var cases) ? cases.Single() : null, await response.Content.ReadAsStringAsync(Stop));
    }

    private static Task<McpSeen> CallAsync(GatewayHost host, string? named = null) => McpCaller.SendAsync(
        host, McpCaller.Message("tools/call", McpCaller.Call("depot__release_weapon", new { target = "hulk 7" }, named)),
        static request => request.Headers.Add("Concordat-Label", "UNCLASSIFIED//NOFORM"));

    private static async Task<CaseState> StateAsync(GatewayHost host, string id) =>
        (await host.Stores.Cases.GetAsync(CaseId.TryParse(id, out var parsed) ? parsed : throw new FormatException(id), Stop))!.State;

    private Task<GatewayHost> StartAsync(bool tools = false) => GatewayHost.StartAsync(config =>
    {
        var ready = GrantTests.Fires(_people.Register(config));
        return tools ? _server.Register(ready) : ready;
    });
}
