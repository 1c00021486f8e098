using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Orders;

namespace Concordat.Gateway.Tests.Routing;

/// <summary>
/// An order against a region decides where a request goes, before any weight, price or priority does. No clause can name a region: terms are equal.
/// </summary>
public sealed class RegionOrderTests : IDisposable
{
    private static readonly DialectCase Form = DialectCase.Of("chat");
    private readonly TestIssuers _issuers = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _issuers.Dispose();

    [Theory]
    [InlineData("priority", "us-east-1", "us-gov-west-1")]
    [InlineData("cost", "us-east-1", "us-gov-west-1")]
    [InlineData("weight", "us-east-1", "us-gov-west-1")]
    [InlineData("priority", "unknown", "us-gov-west-1")] // where it is not said, nothing excludes that it is there
    public async Task A_request_goes_to_the_deployment_in_another_region_though_the_one_in_this_region_comes_first(string policy, string first, string second)
    {
        await using var wrong = await AnsweringAsync();
        await using var right = await AnsweringAsync();
        await using var host = await GatewayHost.StartAsync(Configure(policy, (wrong.Url, first), (right.Url, second)));
        await ApplyAsync(host);

        for (var i = 0; i < 5; i++)
        {
            using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: i % 2 == 0));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await response.Content.ReadAsStringAsync(Cancellation);
        }

        Assert.Empty(wrong.Bodies);
        Assert.Equal(5, right.Bodies.Count);
        var decisions = (await host.EntriesAsync()).Where(static entry => (string?)entry["type"] == "decision").ToList();
        Assert.All(decisions, static entry => Assert.Equal(("permit", "upstream-2"), ((string?)entry["verdict"], (string?)entry["deployment"])));
    }

    [Fact]
    public async Task Where_every_deployment_is_in_the_region_the_clause_refuses_and_nothing_is_sent()
    {
        await using var wrong = await AnsweringAsync();
        await using var host = await GatewayHost.StartAsync(Configure("priority", (wrong.Url, "us-east-1"), (wrong.Url, "US-EAST-1")));
        await ApplyAsync(host);

        using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: false));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("clause_10.1", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(wrong.Bodies);
        var refused = (await host.EntriesAsync()).Where(static entry => (string?)entry["type"] == "decision").ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, static entry => Assert.Equal(("refuse", "10.1"), ((string?)entry["verdict"], (string?)entry["clauses"]![0])));
    }

    [Fact]
    public async Task The_one_deployment_elsewhere_is_not_replaced_by_one_in_the_region_when_it_fails()
    {
        await using var wrong = await AnsweringAsync();
        await using var right = await FakeUpstream.StartAsync();
        right.AnswerJson("{}", 503);
        await using var host = await GatewayHost.StartAsync(Configure("priority", (wrong.Url, "us-east-1"), (right.Url, "us-gov-west-1")));
        await ApplyAsync(host);

        using var response = await host.PostAsync(Form.Path, Form.Request("Hello", stream: false));

        Assert.False(response.IsSuccessStatusCode);
        Assert.NotEmpty(right.Bodies);
        Assert.Empty(wrong.Bodies);
    }

    private Func<ConcordatConfig, ConcordatConfig> Configure(string policy, params (string Url, string Region)[] all) => config =>
    {
        config = _issuers.Configure(TestConfig.WithUpstreams("openai", [.. all.Select(static each => each.Url)])(config));
        return config with
        {
            Deployments =
            [
                .. config.Deployments.Select((deployment, i) => deployment with
                {
                    Region = all[i].Region, Priority = policy == "priority" ? i : 0, Weight = i == 0 ? 1000 : 1, Price = new DeploymentPrice { Input = i + 1, Output = i + 1 },
                }),
            ],
            Models = [new ModelConfig { Name = "m", Route = policy }],
        };
    };

    private async Task ApplyAsync(GatewayHost host)
    {
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"region":"us-east-1"}"""));
        await host.Gateway.Orders.LookNowAsync();
    }

    private static async Task<FakeUpstream> AnsweringAsync()
    {
        var upstream = await FakeUpstream.StartAsync();
        upstream.Answer = http =>
        {
            var streamed = System.Text.Encoding.UTF8.GetString(FakeUpstream.BodyOf(http)).Contains("\"stream\":true", StringComparison.Ordinal);
            http.Response.ContentType = streamed ? "text/event-stream" : "application/json";
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, streamed ? string.Concat(Form.Stream(["Fine."])) : Form.Answer("Fine."));
        };
        return upstream;
    }
}
