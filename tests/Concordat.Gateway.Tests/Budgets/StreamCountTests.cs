using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Budgets;

/// <summary>The counts of tokens of a stream: asked for where they are needed, and kept from a client that did not ask.</summary>
public sealed class StreamCountTests
{
    private const string Counts =
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":90,"completion_tokens":10}}""" + "\n\n";

    private static readonly ClockAt Noon = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", ""","stream_options":{"include_usage":true}}""", false)]
    [InlineData(""","stream_options":null""", ""","stream_options":{"include_usage":true}}""", false)]
    [InlineData(""","stream_options":{}""", ""","stream_options":{"include_usage":true}}""", false)]
    [InlineData(""","stream_options":{"include_usage":false}""", ""","stream_options":{"include_usage":true}}""", false)]
    [InlineData(""","stream_options":{"include_obfuscation":false}""", ""","stream_options":{"include_usage":true,"include_obfuscation":false}}""", false)]
    [InlineData(""","stream_options":{"include_usage":true}""", ""","stream_options":{"include_usage":true}}""", true)]
    public async Task The_upstream_is_asked_to_count_and_the_client_sees_it_only_where_it_asked(string options, string sent, bool shown)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Upstream(upstream, "day"), Noon);
        upstream.AnswerEvents([.. DialectCase.Of("chat").Stream(["All ", "well."]).SkipLast(1), Counts, "data: [DONE]\n\n"]);

        var text = await StreamAsync(host, $$"""{"model":"m","messages":[{"role":"user","content":"Hello"}],"stream":true{{options}}}""");

        Assert.EndsWith(sent, Encoding.UTF8.GetString(upstream.Bodies.Single()), StringComparison.Ordinal);
        Assert.Equal(shown, text.Contains("prompt_tokens", StringComparison.Ordinal));
        Assert.Contains("well.", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal(("provider", 90, 10), await UsageAsync(host));
    }

    [Fact]
    public async Task The_name_of_the_model_and_the_counts_change_in_one_body()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            config => Upstream(upstream, "day")(config) is var with ? with with { Deployments = [with.Deployments[0] with { UpstreamModel = "their-model-2" }] } : with, Noon);
        upstream.AnswerEvents([.. DialectCase.Of("chat").Stream(["All ", "well."]).SkipLast(1), Counts, "data: [DONE]\n\n"]);

        await StreamAsync(host, """{"stream":true,"stream_options":{"include_usage":false},"model":"m","messages":[{"role":"user","content":"Hello"}]}""");
        await StreamAsync(host, """{"stream":true,"model":"m","messages":[{"role":"user","content":"Hello"}]} """);

        Assert.Equal(
            [
                """{"stream":true,"stream_options":{"include_usage":true},"model":"their-model-2","messages":[{"role":"user","content":"Hello"}]}""",
                """{"stream":true,"model":"their-model-2","messages":[{"role":"user","content":"Hello"}],"stream_options":{"include_usage":true}} """,
            ],
            upstream.Bodies.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public async Task Without_a_budget_the_body_is_sent_as_it_came_and_counts_are_not_hidden()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url), Noon);
        upstream.AnswerEvents([.. DialectCase.Of("chat").Stream(["All ", "well."]).SkipLast(1), Counts, "data: [DONE]\n\n"]);

        const string Body = """{"model":"m","messages":[{"role":"user","content":"Hello"}],"stream":true}""";
        var text = await StreamAsync(host, Body);

        Assert.Equal(Body, Encoding.UTF8.GetString(upstream.Bodies.Single()));
        Assert.Contains("prompt_tokens", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_with_counts_and_text_is_not_hidden()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Upstream(upstream, "day"), Noon);
        var events = DialectCase.Of("chat").Stream(["All ", "well."]);
        upstream.AnswerEvents([events[0], events[1], events[2].Replace("\"choices\"", "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"choices\"", StringComparison.Ordinal), .. events.Skip(3)]);

        var text = await StreamAsync(host, """{"model":"m","messages":[{"role":"user","content":"Hello"}],"stream":true}""");

        Assert.Contains("well.", text, StringComparison.Ordinal);
        Assert.Equal(("provider", 1, 2), await UsageAsync(host));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task A_stream_without_counts_is_estimated_and_says_so(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => TestConfig.WithUpstreams(form.Kind, upstream.Url)(config) with { Budgets = Budgets("day", 12) }, Noon);
        upstream.AnswerEvents([.. form.Stream(["All ", "is ", "well ", "here."]).Where(part => !part.Contains("usage", StringComparison.Ordinal) || dialect != "chat")]);

        using var first = await host.PostAsync(form.Path, form.Request("Hello", true));
        await first.Content.ReadAsStringAsync(Stop);
        var (basis, input, output) = await UsageAsync(host);

        Assert.True(basis == "estimate" || dialect != "chat");
        Assert.True(basis != "estimate" || (input > 5 && output is > 2 and < 30), $"{input} {output}");
    }

    [Theory]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task The_sandbox_counts_in_every_dialect(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var host = await GatewayHost.StartAsync(config => config with { Budgets = Budgets("day", 1000) }, Noon);

        using var streamed = await host.PostAsync(form.Path, form.Request("one two three", true, "sandbox"));
        await streamed.Content.ReadAsStringAsync(Stop);
        var first = await UsageAsync(host);
        using var whole = await host.PostAsync(form.Path, form.Request("one two three", false, "sandbox"));
        await whole.Content.ReadAsStringAsync(Stop);

        Assert.Equal(("provider", 3), (first.Basis, first.Input));
        Assert.Equal(first, await UsageAsync(host));
    }

    [Fact]
    public async Task A_client_that_leaves_a_stream_is_charged_by_what_had_come()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Upstream(upstream, "day"), Noon);
        var events = DialectCase.Of("chat").Stream([new string('a', 4000), "the rest"]);
        upstream.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(events[0] + events[1] + events[2]);
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        using (var answer = await host.PostAsync("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hello"}],"stream":true}"""))
        {
            await using var body = await answer.Content.ReadAsStreamAsync(Stop);
            await body.ReadExactlyAsync(new byte[64], Stop);
        }

        while ((await host.EntriesAsync()).All(entry => (string?)entry["type"] != "outcome"))
        {
            await Task.Yield();
        }

        var (basis, _, output) = await UsageAsync(host);
        Assert.Equal("estimate", basis);
        Assert.InRange(output, 1000, 1010);
    }

    private static BudgetConfig[] Budgets(string per, int most) => [new BudgetConfig { Name = "b", Count = "tokens", Per = per, Most = most }];

    private static Func<ConcordatConfig, ConcordatConfig> Upstream(FakeUpstream upstream, string per) =>
        config => TestConfig.WithUpstreams("openai", upstream.Url)(config) with { Budgets = Budgets(per, 1_000_000) };

    private static async Task<string> StreamAsync(GatewayHost host, string body)
    {
        using var answer = await host.PostAsync("/v1/chat/completions", body);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<(string? Basis, int Input, int Output)> UsageAsync(GatewayHost host)
    {
        JsonNode usage = (await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "outcome")["facts"]!["usage"]!;
        return ((string?)usage["basis"], (int)usage["input"]!, (int)usage["output"]!);
    }
}
