using System.Net;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Replaying;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Shadow;

/// <summary>Copies of requests for a candidate: under the same checks, compared without content, and never anybody's answer.</summary>
public sealed class ShadowTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    public async Task A_copy_is_decided_recorded_sent_and_compared_and_the_client_gets_the_other_answer(string dialect, bool stream)
    {
        var form = DialectCase.Of(dialect);
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Config(form.Kind, old.Url, candidate.Url));
        old.Answer = http => WriteAsync(http, stream, form.Answer("All is well."), form.Stream(["All is well."]));
        candidate.Answer = http => WriteAsync(http, stream, form.Answer("All is well here, too."), form.Stream(["All is well here, too."]));

        using var response = await host.PostAsync(form.Path, form.Request("How is it?", stream));
        var text = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("here, too", text, StringComparison.Ordinal);
        var entries = await UntilAsync(host, "comparison");
        var decided = Assert.Single(entries, entry => TypeOf(entry) == "shadow");
        Assert.Equal(("permit", "upstream-2"), (decided["verdict"]!.GetValue<string>(), decided["deployment"]!.GetValue<string>()));
        var comparison = entries.Single(entry => TypeOf(entry) == "comparison")["facts"]!["comparison"]!;
        Assert.True(comparison["agrees"]!.GetValue<bool>(), comparison.ToJsonString());
        Assert.Equal("upstream-1", comparison["with"]!.GetValue<string>());
        Assert.True(comparison["length"]!.GetValue<long>() > 1000);
        Assert.Equal(old.Bodies.Single(), candidate.Bodies.Single());
        Assert.All(entries, entry => Assert.DoesNotContain("here, too", entry.ToJsonString(), StringComparison.Ordinal));
        Assert.Single(entries, entry => TypeOf(entry) == "outcome");
        var replay = new LedgerReplay(
            new Dictionary<string, Agreement>(StringComparer.Ordinal) { [SignedBaseAgreement.Agreement.Hash] = SignedBaseAgreement.Agreement }, other: null, _ => default);
        foreach (var (index, entry) in (await host.RawEntriesAsync()).Index())
        {
            replay.Add(index, entry);
        }

        Assert.Equal((3, 3), (replay.Finish().Decided, replay.Finish().Same));
    }

    [Fact]
    public async Task A_preflight_says_nothing_of_what_a_candidate_might_have()
    {
        var form = DialectCase.Of("chat");
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var made = Config(form.Kind, "http://127.0.0.1:1", "http://127.0.0.1:1")(config);
            return made with { Deployments = [made.Deployments[0] with { Hosting = "on-premises" }, made.Deployments[1]] };
        });

        using var response = await host.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{form.Request("How is it?", stream: false)}}}""");

        var verdict = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
        Assert.Equal(("refuse", "upstream-1"), (verdict["verdict"]!.GetValue<string>(), verdict["deployment"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("order_part", """{"part":"magnetron"}""", true, true)]
    [InlineData("order_part", """{ "part" : "magnetron" }""", true, true)]
    [InlineData("order_part", """{"part":"klystron"}""", false, true)]
    [InlineData("get_weather", """{"part":"magnetron"}""", false, true)]
    [InlineData("release_weapon", """{"part":"magnetron"}""", false, false)]
    public async Task Calls_are_compared_and_opens_no_case(string tool, string arguments, bool sameCalls, bool sameVerdict)
    {
        var form = DialectCase.Of("chat");
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Config(form.Kind, old.Url, candidate.Url));
        old.AnswerJson(form.CallAnswer("order_part", """{"part":"magnetron"}"""));
        candidate.AnswerJson(form.CallAnswer(tool, arguments));

        using var response = await host.PostAsync(form.Path, form.Request("Order it.", stream: false));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var entries = await UntilAsync(host, "comparison");
        var comparison = entries.Single(entry => TypeOf(entry) == "comparison")["facts"]!["comparison"]!;
        Assert.Equal((sameCalls, sameVerdict), (comparison["same_calls"]!.GetValue<bool>(), comparison["same_verdict"]!.GetValue<bool>()));
        Assert.Equal(sameCalls && sameVerdict, comparison["agrees"]!.GetValue<bool>());
        Assert.All(entries, entry => Assert.Null(entry["case"]));
        Assert.DoesNotContain(entries, entry => entry.ToJsonString().Contains("klystron", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_candidate_that_may_not_have_the_request_does_not_get_the_copy()
    {
        var form = DialectCase.Of("chat");
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var made = Config(form.Kind, old.Url, candidate.Url)(config);
            return made with { Deployments = [made.Deployments[0], made.Deployments[1] with { Hosting = "on-premises" }] };
        });
        old.AnswerJson(form.Answer("All is well."));

        using var response = await host.PostAsync(form.Path, form.Request("How is it?", stream: false));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var entry = (await UntilAsync(host, "shadow")).Single(each => TypeOf(each) == "shadow");
        Assert.Equal("refuse", entry["verdict"]!.GetValue<string>());
        Assert.Empty(candidate.Bodies);
    }

    [Fact]
    public async Task A_candidate_gets_no_request_of_its_own_even_where_nobody_else_answers()
    {
        var form = DialectCase.Of("chat");
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Config(form.Kind, old.Url, candidate.Url));
        old.AnswerJson("{}", 500);
        candidate.AnswerJson(form.Answer("Me, me!"));

        using var response = await host.PostAsync(form.Path, form.Request("How is it?", stream: false));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(candidate.Bodies);
    }

    [Theory]
    [InlineData("use case")]
    [InlineData("tool of the vendor")]
    [InlineData("share")]
    public async Task No_copy_is_made_where_nobody_agreed_or_a_tool_would_run_twice(string reason)
    {
        var form = DialectCase.Of("chat");
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var made = Config(form.Kind, old.Url, candidate.Url)(config);
            return reason switch
            {
                "use case" => made with { UseCases = [made.UseCases[0] with { Shadowed = false }] },
                "share" => made with { Deployments = [made.Deployments[0], made.Deployments[1] with { Shadow = 0 }] },
                _ => made,
            };
        });
        old.AnswerJson(form.Answer("All is well."));
        var request = form.Request("How is it?", stream: false);

        for (var i = 0; i < 5; i++)
        {
            using var response = await host.PostAsync(form.Path, reason == "tool of the vendor" ? request.Insert(1, """ "tools":[{"type":"order_part"}],""") : request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Empty(host.Gateway.Shadows.Tally.All());
        Assert.DoesNotContain(await host.EntriesAsync(), entry => TypeOf(entry) == "shadow");
    }

    [Fact]
    public async Task Copies_that_do_not_fit_are_dropped_and_counted_and_no_client_waits()
    {
        var form = DialectCase.Of("chat");
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Config(form.Kind, old.Url, candidate.Url));
        old.AnswerJson(form.Answer("All is well."));
        var open = new TaskCompletionSource();
        candidate.Answer = async http =>
        {
            await open.Task;
            await WriteAsync(http, stream: false, form.Answer("At last."), []);
        };

        for (var i = 0; i < 80; i++)
        {
            using var response = await host.PostAsync(form.Path, form.Request("How is it?", stream: false));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        open.SetResult();
        Assert.InRange(host.Gateway.Shadows.Tally.Of("upstream-2", "dropped"), 80 - 64 - 8, 80 - 64);
        Assert.Contains("concordat_shadow_copies_total{deployment=\"upstream-2\",result=\"dropped\"}", host.Gateway.RenderMetrics(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(200, "not json")]
    public async Task A_candidate_that_fails_is_told_so_and_hurts_nobody(int status, string body)
    {
        var form = DialectCase.Of("chat");
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Config(form.Kind, old.Url, candidate.Url));
        old.AnswerJson(form.Answer("All is well."));
        candidate.AnswerJson(body, status);

        using var response = await host.PostAsync(form.Path, form.Request("How is it?", stream: false));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var comparison = (await UntilAsync(host, "comparison")).Single(entry => TypeOf(entry) == "comparison")["facts"]!["comparison"]!;
        Assert.False(comparison["answered"]!.GetValue<bool>());
        Assert.False(comparison["agrees"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_copy_uses_budgets_of_tokens_but_takes_no_clients_turn()
    {
        const string Usage = """{"id":"chatcmpl-1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Well."},"finish_reason":"stop"}],"usage":{"prompt_tokens":60,"completion_tokens":10,"total_tokens":70}}""";
        var form = DialectCase.Of("chat");
        await using var old = await FakeUpstream.StartAsync();
        await using var candidate = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => Config(form.Kind, old.Url, candidate.Url)(config) with
        {
            Budgets =
            [
                new BudgetConfig { Name = "tokens", Count = "tokens", Per = "day", Most = 200 },
                new BudgetConfig { Name = "turns", Count = "requests", Per = "day", Most = 3 },
            ],
        });
        old.AnswerJson(Usage);
        candidate.AnswerJson(Usage);
        var request = form.Request("How is it?", stream: false);

        using var first = await host.PostAsync(form.Path, request);
        await UntilAsync(host, "comparison");
        using var second = await host.PostAsync(form.Path, request);
        while (host.Gateway.Shadows.Tally.Of("upstream-2", "agreed") + host.Gateway.Shadows.Tally.Of("upstream-2", "refused") < 2)
        {
            await Task.Delay(20, Stop);
        }

        // 70 and 70 of the first request and its copy, 70 of the second: the 200 are used up before its copy
        using var third = await host.PostAsync(form.Path, request);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Single(candidate.Bodies);
        Assert.Equal(1, host.Gateway.Shadows.Tally.Of("upstream-2", "refused"));
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Contains("`tokens`", await third.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static string TypeOf(JsonObject entry) => entry["type"]!.GetValue<string>();

    private static Task WriteAsync(HttpContext http, bool stream, string whole, IReadOnlyList<string> events)
    {
        http.Response.ContentType = stream ? "text/event-stream" : "application/json";
        return http.Response.WriteAsync(stream ? string.Concat(events) : whole, http.RequestAborted);
    }

    private static Func<ConcordatConfig, ConcordatConfig> Config(string kind, params string[] urls) => config =>
    {
        var made = TestConfig.WithUpstreams(kind, urls)(config);
        return made with
        {
            UseCases = [made.UseCases[0] with { Shadowed = true }],
            Deployments = [made.Deployments[0], made.Deployments[1] with { Candidate = true, Shadow = 100 }],
        };
    };

    /// <summary>Copies go after the client was answered, so what comes of them is waited for.</summary>
    private static async Task<List<JsonObject>> UntilAsync(GatewayHost host, string type)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var entries = await host.EntriesAsync();
            if (entries.Exists(entry => TypeOf(entry) == type))
            {
                return entries;
            }

            await Task.Yield();
        }
    }
}
