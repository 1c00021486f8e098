using System.Net;
using System.Text;
using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Nodes;

/// <summary>A migration started by the command line goes through its stages once for two nodes of one PostgreSQL, without a request that fails.</summary>
public sealed class MigrationNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string Sandbox = "  - { name: sandbox-1,";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_nodes_take_each_step_together_and_go_back_together()
    {
        using var a = nodes.A.NewClient(nodes.Key);
        using var b = nodes.B.NewClient(nodes.Key);
        foreach (var node in (string[])["a", "b"])
        {
            nodes.Change(node, Sandbox, "  - { name: sandbox-2, model: sandbox, kind: sandbox, network: local, hosting: cloud, verified: true, candidate: true }\n" + Sandbox);
        }

        await Eventually.TrueAsync("both nodes know the candidate", async () => await AnsweredAsync(a, "sandbox-2") == 0 && await AnsweredAsync(b, "sandbox-2") == 0, Stop);
        var plan = Path.Combine(nodes.Home("a"), "plan.yaml");
        await File.WriteAllTextAsync(plan, """
            format: concordat-migration/1
            id: to-two
            model: sandbox
            from: [sandbox-1]
            to: [sandbox-2]
            stages:
              - { weight: 50, requests: 5, latency: 1000 }
              - { weight: 100, requests: 5, latency: 1000 }
            """, Stop);
        await RunAsync("start", plan, "--config", nodes.Configuration("a"));

        await Eventually.TrueAsync(
            "it is finished",
            async () =>
            {
                for (var i = 0; i < 8; i++)
                {
                    await AskAsync(a);
                    await AskAsync(b);
                }

                return (await StatusAsync()).GetProperty("state").GetString() == "finished";
            },
            Stop);

        var steps = (await StatusAsync()).GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("act").GetString());
        Assert.Equal(["start", "advance", "finish"], steps);
        await Eventually.TrueAsync("the new deployment answers on both", async () => await MovesAsync(a, "sandbox-2") && await MovesAsync(b, "sandbox-2"), Stop);

        await RunAsync("back", "to-two", "--config", nodes.Configuration("b"), "--why", "not today");
        await Eventually.TrueAsync("the old one answers on both", async () => await MovesAsync(a, "sandbox-1") && await MovesAsync(b, "sandbox-1"), Stop);
        foreach (var node in new[] { nodes.A, nodes.B })
        {
            var verified = await CommandRun.ConcordatAsync(Stop, "ledger", "verify", node.Ledger, "--key", node.LogKey);
            Assert.True(verified.Code == 0, verified.ToString());
        }
    }

    /// <summary>Whether a request goes to that deployment and no other.</summary>
    private static async Task<bool> MovesAsync(HttpClient http, string to)
    {
        var before = await AnsweredAsync(http, to);
        await AskAsync(http);
        return await AnsweredAsync(http, to) == before + 1;
    }

    private static async Task AskAsync(HttpClient http)
    {
        using var content = new StringContent("""{"model":"sandbox","messages":[{"role":"user","content":"How is the radar?"}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>How often a deployment answered, -1 while the node does not know it.</summary>
    private static async Task<long> AnsweredAsync(HttpClient http, string deployment)
    {
        var name = $"concordat_deployment_attempts_total{{deployment=\"{deployment}\",result=\"answered\"}} ";
        var line = (await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stop)).Split('\n').SingleOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? -1 : long.Parse(line[name.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<JsonElement> StatusAsync()
    {
        using var json = JsonDocument.Parse(await RunAsync("status", "to-two", "--json", "--config", nodes.Configuration("b")));
        return json.RootElement[0].Clone();
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await CommandRun.ConcordatAsync(Stop, ["deployment", "migrate", .. arguments]);
        Assert.True(result.Code == 0, result.ToString());
        return result.Output;
    }
}
