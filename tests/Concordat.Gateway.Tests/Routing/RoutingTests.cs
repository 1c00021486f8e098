using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Routing;

/// <summary>What clients see of routing, and what the ledger does.</summary>
public sealed class RoutingTests
{
    private static readonly DialectCase Form = DialectCase.Of("chat");

    [Fact]
    public async Task Weights_decide_where_requests_go()
    {
        await using var upstream = await AnsweringAsync();
        await using var host = await GatewayHost.StartAsync(Routed("weight", upstream.Url, [1, 3, 0]), random: new Random(11));

        var deployments = await SendAsync(host, 80);

        Assert.InRange(deployments.Count(name => name == "upstream-2"), 50, 70);
        Assert.DoesNotContain("upstream-3", deployments);
    }

    [Fact]
    public async Task The_cheapest_gets_them_all_while_it_answers()
    {
        await using var upstream = await AnsweringAsync();
        await using var host = await GatewayHost.StartAsync(config => Priced(Routed("cost", upstream.Url, [1, 1])(config), 5, 2));

        Assert.All(await SendAsync(host, 5), name => Assert.Equal("upstream-2", name));
    }

    [Theory]
    [InlineData("header")]
    [InlineData("user")]
    [InlineData("prompt_cache_key")]
    public async Task A_conversation_stays_with_one_deployment_and_the_answer_says_so(string by)
    {
        await using var upstream = await AnsweringAsync();
        await using var host = await GatewayHost.StartAsync(Routed("weight", upstream.Url, [1, 1, 1, 1]), random: new Random(11));

        foreach (var conversation in (string[])["a", "b", "c", "d", "e"])
        {
            var before = (await host.EntriesAsync()).Count;
            for (var i = 0; i < 6; i++)
            {
                using var response = by == "header"
                    ? await host.PostAsync(Form.Path, Form.Request("Hello", stream: i % 2 == 0), ("Concordat-Conversation", conversation))
                    : await host.PostAsync(Form.Path, Form.Request("Hello", stream: false).Insert(1, $"\"{by}\":\"{conversation}\","));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal("kept", response.Headers.GetValues("Concordat-Conversation").Single());
            }

            Assert.Single(Deployments(await host.EntriesAsync(), before).Distinct(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_member_that_nobody_configured_keeps_nothing_together()
    {
        await using var upstream = await AnsweringAsync();
        await using var host = await GatewayHost.StartAsync(
            config => Routed("weight", upstream.Url, [1, 1])(config) with { Models = [new ModelConfig { Name = "m", Route = "weight" }] }, random: new Random(11));

        using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: false).Insert(1, "\"user\":\"ada\","));

        Assert.False(response.Headers.Contains("Concordat-Conversation"));
    }

    [Fact]
    public async Task A_conversation_whose_deployment_fails_moves_and_the_answer_says_so()
    {
        await using var good = await AnsweringAsync();
        await using var bad = await FakeUpstream.StartAsync();
        bad.AnswerJson("{}", 500);
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var routed = Routed("priority", good.Url, [1, 1])(config);
            return routed with { Deployments = [routed.Deployments[0] with { Url = bad.Url }, routed.Deployments[1]] };
        });

        var said = new List<string>();
        for (var i = 0; i < 16; i++)
        {
            using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: false), ("Concordat-Conversation", $"c{i}"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            said.Add(response.Headers.GetValues("Concordat-Conversation").Single());
        }

        Assert.Contains("kept", said);
        Assert.Contains("moved", said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\"b")]
    [InlineData(null)]
    public async Task A_conversation_that_is_no_id_is_refused_by_name(string? id)
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Form.Path) { Content = new StringContent(Form.Request("Hello", false, "sandbox"), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Concordat-Conversation", id ?? new string('a', 129));

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Concordat-Conversation", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fails_again_and_again_gets_no_more_requests_and_the_metrics_say_so()
    {
        await using var good = await AnsweringAsync();
        await using var bad = await FakeUpstream.StartAsync();
        bad.AnswerJson("{}", 500);
        await using var host = await GatewayHost.StartAsync(config => TestConfig.WithUpstreams("openai", bad.Url, good.Url)(config) with
        {
            Models = [new ModelConfig { Name = "m", Failures = 3, Pause = TimeSpan.FromHours(1) }],
        });

        await SendAsync(host, 10);

        Assert.Equal(3, bad.Bodies.Count);
        Assert.Equal(10, good.Bodies.Count);
        var metrics = host.Gateway.RenderMetrics();
        Assert.Contains("concordat_deployment_shut{deployment=\"upstream-1\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("concordat_deployment_shut{deployment=\"upstream-2\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("concordat_deployment_attempts_total{deployment=\"upstream-1\",result=\"failed\"} 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("concordat_deployment_attempts_total{deployment=\"upstream-2\",result=\"answered\"} 10\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_that_break_off_count_as_failures_too()
    {
        await using var good = await AnsweringAsync();
        await using var bad = await FakeUpstream.StartAsync();
        bad.AnswerEvents([.. Form.Stream(["Half an answer "]).Take(2)]);
        await using var host = await GatewayHost.StartAsync(config => TestConfig.WithUpstreams("openai", bad.Url, good.Url)(config) with
        {
            Models = [new ModelConfig { Name = "m", Failures = 2, Pause = TimeSpan.FromHours(1) }],
        });

        for (var i = 0; i < 6; i++)
        {
            using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: true));
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((2, 4), (bad.Bodies.Count, good.Bodies.Count));
    }

    [Fact]
    public async Task A_request_that_a_deployment_cannot_carry_says_nothing_about_its_health()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => TestConfig.WithUpstreams("anthropic", upstream.Url)(config) with
        {
            Models = [new ModelConfig { Name = "m", Failures = 1 }],
        });

        using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: false).Insert(1, "\"logit_bias\":{\"1\":1},"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("concordat_deployment_shut{deployment=\"upstream-1\"} 0\n", host.Gateway.RenderMetrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_deployment_takes_the_request_it_is_an_error_that_is_recorded()
    {
        await using var upstream = await AnsweringAsync();
        await using var host = await GatewayHost.StartAsync(Routed("weight", upstream.Url, [0]));

        using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: false));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("upstream_unreachable", (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
    }

    private static async Task<FakeUpstream> AnsweringAsync()
    {
        var upstream = await FakeUpstream.StartAsync();
        upstream.Answer = async http =>
        {
            var stream = System.Text.Encoding.UTF8.GetString(FakeUpstream.BodyOf(http)).Contains("\"stream\":true", StringComparison.Ordinal);
            http.Response.ContentType = stream ? "text/event-stream" : "application/json";
            await http.Response.WriteAsync(stream ? string.Concat(Form.Stream(["Fine."])) : Form.Answer("Fine."));
        };
        return upstream;
    }

    private static Func<ConcordatConfig, ConcordatConfig> Routed(string policy, string url, int[] weights) => config =>
    {
        var made = TestConfig.WithUpstreams("openai", [.. weights.Select(_ => url)])(config);
        return made with
        {
            Deployments = [.. made.Deployments.Select((deployment, i) => deployment with { Priority = 0, Weight = weights[i] })],
            Models = [new ModelConfig { Name = "m", Route = policy, StickyBy = ["user", "prompt_cache_key"] }],
        };
    };

    private static ConcordatConfig Priced(ConcordatConfig config, params decimal[] prices) => config with
    {
        Deployments = [.. config.Deployments.Select((deployment, i) => deployment with { Price = new DeploymentPrice { Input = prices[i], Output = prices[i] } })],
    };

    private static async Task<List<string>> SendAsync(GatewayHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: false));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        return Deployments(await host.EntriesAsync(), 0);
    }

    private static List<string> Deployments(List<System.Text.Json.Nodes.JsonObject> entries, int from) =>
        [.. entries.Skip(from).Where(entry => entry["type"]!.GetValue<string>() == "outcome").Select(entry => entry["deployment"]!.GetValue<string>())];
}
