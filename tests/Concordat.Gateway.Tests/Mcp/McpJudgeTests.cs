using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Mcp;

/// <summary>A judge is asked about calls of tools and about their results as about requests and answers.</summary>
public sealed class McpJudgeTests : IAsyncLifetime
{
    private const string Tool = "depot__get_weather";

    private ToolServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ToolServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_call_is_held_where_the_judge_says_so_and_does_not_reach_the_server()
    {
        await using var host = await StartAsync();
        host.Judge.AnswerJson(JudgedHost.Says("unsafe\nS1"));

        var seen = await McpCaller.CallAsync(host.Gateway, Tool, new { note = JudgedHost.Possible });

        Assert.True(seen.IsToolError);
        Assert.Empty(_server.Calls);
        var facts = (await host.EntriesAsync("decision"))[^1]["facts"]!;
        Assert.Equal(70, facts["topics"]!["tracking"]!.GetValue<long>());
        Assert.Equal("""[{"answer":"violation","band":"likely","line":"surveillance","score":50}]""", facts["judge"]!["lines"]!.ToJsonString());
    }

    [Theory]
    [InlineData("safe", "clean")]
    [InlineData("Sure! Verdict: permitted.", "nonsense")]
    [InlineData("unsafe\nS9", "nonsense")]
    [InlineData(null, "timeout")]
    public async Task Whatever_else_it_says_leaves_the_suspicion_of_a_call_as_it_was(string? says, string recorded)
    {
        await using var host = await StartAsync();
        host.Judge.Answer = says is null ? static http => Task.Delay(Timeout.Infinite, http.RequestAborted) : host.Judge.Answer;
        if (says is not null)
        {
            host.Judge.AnswerJson(JudgedHost.Says(says));
        }

        var seen = await McpCaller.CallAsync(host.Gateway, Tool, new { note = JudgedHost.Possible });

        var facts = (await host.EntriesAsync("decision"))[^1]["facts"]!;
        Assert.Equal(50, facts["topics"]!["tracking"]!.GetValue<long>());
        Assert.Equal(recorded, facts["judge"]!["lines"]![0]!["answer"]!.GetValue<string>());
        Assert.Equal(seen.IsToolError ? 0 : 1, _server.Calls.Count);
    }

    [Fact]
    public async Task A_result_is_asked_about_too_and_withheld_where_the_judge_raises_it()
    {
        await using var host = await StartAsync();
        host.Judge.AnswerJson(JudgedHost.Says("unsafe\nS1"));
        _server.OnCall = static (http, message) => ToolServer.ReplyAsync(http, message, new JsonObject
        {
            ["resultType"] = "complete",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = JudgedHost.Possible }),
        });

        var seen = await McpCaller.CallAsync(host.Gateway, Tool, new { city = "Kiel" });

        var judged = (await host.EntriesAsync("outcome"))[^1]["facts"]!;
        Assert.Equal("violation", judged["judge"]!["lines"]![0]!["answer"]!.GetValue<string>());
        Assert.Equal(70, judged["topics"]!["tracking"]!.GetValue<long>());
        Assert.Null((await host.EntriesAsync("decision"))[^1]["facts"]!["judge"]);
        Assert.DoesNotContain("pings", seen.IsToolError ? seen.Words : "", StringComparison.Ordinal);
    }

    private Task<JudgedHost> StartAsync() =>
        JudgedHost.StartAsync(JudgedHost.Asked with { Timeout = TimeSpan.FromMilliseconds(400) }, configure: _server.Register);
}
