using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>What a deployment's dialect has no place for is refused by its name, before anything is sent.</summary>
public sealed class CarryTests
{
    private const string Seeded = """{"model":"m","seed":7,"messages":[{"role":"user","content":"Hello"}]}""";

    [Theory]
    [InlineData("messages", "Anthropic messages")]
    [InlineData("converse", "Bedrock Converse")]
    public async Task The_error_names_the_member_the_deployment_and_its_dialect(string upstream, string dialect)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of(upstream).At(server.Url));

        using var response = await host.PostAsync("/v1/chat/completions", Seeded);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("unsupported_feature", error["code"]!.GetValue<string>());
        Assert.Equal("$.seed", error["param"]!.GetValue<string>());
        Assert.StartsWith($"`$.seed` cannot be carried to the deployment `upstream-1`, which speaks {dialect}; ", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(server.Bodies);
        Assert.Equal("unsupported_feature", (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_beta_of_another_vendor_is_refused_too()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("chat").At(server.Url));

        using var response = await host.PostAsync("/v1/messages", new MessagesCase().Request("Hello", stream: false), ("anthropic-beta", "context-1m-2025-08-07"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("`anthropic-beta` cannot be carried", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task The_next_deployment_is_tried_where_the_first_cannot_take_it()
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Both(first.Url, second.Url, priority: 1));
        second.AnswerJson(new ChatCase().Answer("Fine."));

        using var response = await host.PostAsync("/v1/chat/completions", Seeded);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(first.Bodies);
        Assert.Single(second.Bodies);
    }

    [Fact]
    public async Task Of_one_priority_the_deployment_that_speaks_the_dialect_comes_first()
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Both(first.Url, second.Url, priority: 0));
        second.AnswerJson(new ChatCase().Answer("Fine."));

        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Hello", stream: false));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(first.Bodies);
        Assert.Equal(new ChatCase().Request("Hello", stream: false), System.Text.Encoding.UTF8.GetString(second.Bodies.Single()));
    }

    [Fact]
    public async Task Requests_that_cannot_be_carried_do_not_close_the_deployment_for_others()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("messages").At(server.Url));
        for (var i = 0; i < 30; i++)
        {
            using var refused = await host.PostAsync("/v1/chat/completions", Seeded);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        server.AnswerJson(new MessagesCase().Answer("Fine."));
        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Hello", stream: false));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_upstream_is_asked_for_the_model_by_its_own_name()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var with = UpstreamCase.Of("messages").At(server.Url)(config);
            return with with { Deployments = [with.Deployments[0] with { UpstreamModel = "claude-5" }] };
        });
        server.AnswerJson(new MessagesCase().Answer("Fine."));

        using var response = await host.PostAsync("/v1/responses", new ResponsesCase().Request("Hello", stream: false));

        Assert.Equal("claude-5", JsonNode.Parse(server.Bodies.Single())!["model"]!.GetValue<string>());
        Assert.Equal("2023-06-01", server.Headers.Single()["anthropic-version"].ToString());
    }

    [Fact]
    public async Task Embeddings_are_not_translated()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("gemini").At(server.Url));

        using var response = await host.PostAsync("/v1/embeddings", """{"model":"m","input":"x"}""");

        Assert.Contains("dialect_mismatch", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>An Anthropic deployment and an OpenAI one of the same model.</summary>
    private static Func<ConcordatConfig, ConcordatConfig> Both(string anthropic, string openAi, int priority) => config =>
    {
        var with = TestConfig.WithUpstreams("anthropic", anthropic, openAi)(config);
        return with with
        {
            Deployments = [with.Deployments[0] with { Priority = 0 }, with.Deployments[1] with { Kind = "openai", Priority = priority }],
        };
    };
}
