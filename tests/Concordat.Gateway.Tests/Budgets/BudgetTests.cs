using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Budgets;

/// <summary>Budgets over HTTP: what is refused and how, what is settled, and the ways around.</summary>
public sealed class BudgetTests
{
    private static readonly ClockAt Noon = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_over_a_limit_is_a_429_that_OpenAI_clients_understand_and_it_is_recorded()
    {
        await using var host = await GatewayHost.StartAsync(With(new BudgetConfig { Name = "hourly", Count = "requests", Per = "hour", Most = 2 }), Noon);

        using var first = await host.PostAsync("/v1/chat/completions", Chat("sandbox"));
        using var second = await host.PostAsync("/v1/chat/completions", Chat("sandbox"));
        using var third = await host.PostAsync("/v1/chat/completions", Chat("sandbox"));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("2", Header(first, "x-ratelimit-limit-requests"));
        Assert.Equal(("1", "0"), (Header(first, "x-ratelimit-remaining-requests"), Header(second, "x-ratelimit-remaining-requests")));
        Assert.Equal("1h0m0s", Header(first, "x-ratelimit-reset-requests"));
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal("3600", Header(third, "Retry-After"));
        Assert.Equal("false", Header(third, "x-should-retry"));
        Assert.Equal("0", Header(third, "x-ratelimit-remaining-requests"));
        var error = (await JsonAsync(third))["error"]!;
        Assert.Equal(("rate_limit_exceeded", "requests"), ((string?)error["code"], (string?)error["type"]));
        Assert.Contains("`hourly`", (string?)error["message"], StringComparison.Ordinal);
        var entry = (await host.EntriesAsync())[^1];
        Assert.Equal(("rejection", "rate_limit_exceeded", "hourly", 429), ((string?)entry["type"], (string?)entry["error"], (string?)entry["rule"], (int?)entry["status"]));
    }

    [Fact]
    public async Task Anthropic_clients_are_told_in_their_own_headers()
    {
        await using var host = await GatewayHost.StartAsync(
            With(
                new BudgetConfig { Name = "daily", Count = "requests", Per = "day", Most = 1 },
                new BudgetConfig { Name = "in", Count = "input-tokens", Per = "day", Most = 1_000_000 }),
            Noon);
        var form = DialectCase.Of("messages");

        using var first = await host.PostAsync(form.Path, form.Request("Hello", false, "sandbox"));
        using var second = await host.PostAsync(form.Path, form.Request("Hello", false, "sandbox"));

        Assert.Equal("1", Header(first, "anthropic-ratelimit-requests-limit"));
        Assert.Equal("1000000", Header(first, "anthropic-ratelimit-input-tokens-remaining"));
        Assert.Equal("2026-11-23T00:00:00Z", Header(first, "anthropic-ratelimit-requests-reset"));
        Assert.Null(Header(first, "x-ratelimit-limit-requests"));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        var error = (await JsonAsync(second))["error"]!;
        Assert.Equal(("rate_limit_error", "insufficient_quota"), ((string?)error["type"], (string?)error["code"]));
    }

    [Fact]
    public async Task What_the_provider_counts_is_settled_and_recorded()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Upstream(upstream, new BudgetConfig { Name = "daily", Count = "tokens", Per = "day", Most = 150 }), Noon);
        upstream.AnswerJson(Answer("""{"prompt_tokens":90,"completion_tokens":10,"total_tokens":100}"""));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m")));
        using var third = await host.PostAsync("/v1/chat/completions", Chat("m"));

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal("insufficient_quota", (string?)(await JsonAsync(third))["error"]!["code"]);
        var usage = (await OutcomeAsync(host))["facts"]!["usage"]!;
        Assert.Equal(("provider", 90, 10), ((string?)usage["basis"], (int?)usage["input"], (int?)usage["output"]));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":-900}""")]
    [InlineData("""{"prompt_tokens":9223372036854775808,"completion_tokens":1}""")]
    [InlineData("""{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}""")]
    [InlineData("""{"prompt_tokens":1.5,"completion_tokens":"7"}""")]
    [InlineData("""{"prompt_tokens":3}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_count_that_cannot_be_is_replaced_by_an_estimate_and_a_hard_budget_keeps_what_was_reserved(string usage)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            Upstream(upstream, new BudgetConfig { Name = "hard", Count = "output-tokens", Per = "day", Most = 100, Hard = true }), Noon);
        upstream.AnswerJson(Answer(usage));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m", "max_tokens", 60)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_tokens", 41)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m", "max_tokens", 40)));
        var note = (await OutcomeAsync(host))["facts"]!["usage"]!;
        Assert.Equal("estimate", (string?)note["basis"]);
        Assert.InRange((int)note["input"]!, 1, 100);
    }

    [Fact]
    public async Task A_provider_that_uses_more_than_it_was_allowed_is_counted_in_full_and_shuts_the_budget()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            Upstream(upstream, new BudgetConfig { Name = "hard", Count = "output-tokens", Per = "day", Most = 100, Hard = true }), Noon);
        upstream.AnswerJson(Answer("""{"prompt_tokens":5,"completion_tokens":1000000}"""));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m", "max_completion_tokens", 50)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_completion_tokens", 1)));
    }

    [Fact]
    public async Task A_hard_budget_gets_back_what_the_provider_did_not_use()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            Upstream(upstream, new BudgetConfig { Name = "hard", Count = "output-tokens", Per = "day", Most = 100, Hard = true }), Noon);
        upstream.AnswerJson(Answer("""{"prompt_tokens":5,"completion_tokens":2}"""));

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m", "max_tokens", 90)));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_tokens", 90)));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hello"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_output_tokens":1,"messages":[{"role":"user","content":"Hello"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":"many","messages":[{"role":"user","content":"Hello"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":-1,"messages":[{"role":"user","content":"Hello"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":5,"n":-3,"messages":[{"role":"user","content":"Hello"}]}""", "`n`")]
    [InlineData("""{"model":"m","max_tokens":5,"web_search_options":{},"messages":[{"role":"user","content":"Hello"}]}""", "tools that the vendor runs")]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/i.png"}}]}]}""", "maxInputTokens")]
    public async Task A_request_whose_use_cannot_be_foretold_does_not_pass_a_hard_budget(string body, string way)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Upstream(upstream, new BudgetConfig { Name = "hard", Count = "tokens", Per = "day", Most = 100_000, Hard = true }), Noon);

        using var answer = await host.PostAsync("/v1/chat/completions", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = (await JsonAsync(answer))["error"]!;
        Assert.Equal("budget_unforeseeable", (string?)error["code"]);
        Assert.Contains(way, (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(upstream.Bodies);
    }

    [Fact]
    public async Task More_than_the_whole_hard_budget_is_refused_at_once_and_so_are_many_answers_at_once()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            Upstream(upstream, new BudgetConfig { Name = "hard", Count = "output-tokens", Per = "day", Most = 100, Hard = true }), Noon);

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(host, Chat("m", "max_tokens", 101)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(host, """{"model":"m","max_tokens":10,"n":11,"messages":[{"role":"user","content":"Hello"}]}"""));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await SendAsync(host, """{"model":"m","max_tokens":10,"max_completion_tokens":101,"messages":[{"role":"user","content":"Hello"}]}"""));
    }

    [Fact]
    public async Task What_reached_no_provider_costs_nothing_but_a_request()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            Upstream(
                upstream,
                new BudgetConfig { Name = "hard", Count = "output-tokens", Per = "day", Most = 100, Hard = true },
                new BudgetConfig { Name = "pace", Count = "requests", Per = "day", Most = 5 }),
            Noon);

        upstream.AnswerJson("{}", 503);
        Assert.Equal(HttpStatusCode.BadGateway, await SendAsync(host, Chat("m", "max_tokens", 100)));
        upstream.AnswerJson("""{"error":{"message":"no"}}""", 400);
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(host, Chat("m", "max_tokens", 100)));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"TOP SECRET//SI//NOFORN\nx"}]}"""));
        upstream.AnswerJson(Answer("""{"prompt_tokens":5,"completion_tokens":2}"""));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m", "max_tokens", 100)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m", "max_tokens", 98)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_tokens", 1)));
    }

    [Fact]
    public async Task An_attempt_that_broke_off_counts_against_a_hard_budget_beside_the_one_that_follows()
    {
        await using var broken = await FakeUpstream.StartAsync();
        await using var sound = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            config => TestConfig.WithUpstreams("openai", broken.Url, sound.Url)(config) with
            {
                Budgets = [new BudgetConfig { Name = "hard", Count = "output-tokens", Per = "day", Most = 100, Hard = true }],
            },
            Noon);
        broken.Answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        sound.AnswerJson(Answer("""{"prompt_tokens":5,"completion_tokens":2}"""));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("m", "max_tokens", 40)));

        // 40 are lost and 2 used: the second attempt of this one has no room any more
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_tokens", 40)));
        Assert.Single(sound.Bodies);
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_tokens", 19)));
    }

    [Fact]
    public async Task A_new_key_does_not_reset_the_budget_of_its_use_case_but_has_one_of_its_own()
    {
        await using var host = await GatewayHost.StartAsync(
            With(
                new BudgetConfig { Name = "of-the-use-case", UseCase = "maintenance", Count = "requests", Per = "day", Most = 3 },
                new BudgetConfig { Name = "of-each-key", Each = ["key"], Count = "requests", Per = "day", Most = 2 }),
            Noon);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("sandbox")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("sandbox")));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("sandbox")));

        var rotated = await host.Stores.Keys.CreateAsync("maintenance", "new", null, Stop);
        await host.RefreshKeysAsync();
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", rotated.ShownOnce);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Chat("sandbox")));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("sandbox")));
    }

    [Fact]
    public async Task Requests_at_once_are_limited_and_a_client_that_leaves_makes_room()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            Upstream(
                upstream,
                new BudgetConfig { Name = "at-once", Count = "concurrent", Most = 1 },
                new BudgetConfig { Name = "hard", Count = "output-tokens", Per = "day", Most = 100, Hard = true }),
            Noon);
        var arrived = new TaskCompletionSource();
        upstream.Answer = async http =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var body = new StringContent(Chat("m", "max_tokens", 60), System.Text.Encoding.UTF8, "application/json");
        var waiting = host.Client.PostAsync("/v1/chat/completions", body, leaving.Token);
        await arrived.Task.WaitAsync(Stop);

        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_tokens", 10)));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        upstream.AnswerJson(Answer("""{"prompt_tokens":5,"completion_tokens":2}"""));
        while (await SendAsync(host, Chat("m", "max_tokens", 40)) != HttpStatusCode.OK)
        {
            await Task.Yield();
        }

        // What was used by the request that nobody waited for is not known: it stays reserved.
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Chat("m", "max_tokens", 39)));
    }

    [Fact]
    public async Task A_batch_of_embeddings_is_counted_by_its_tokens()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Upstream(upstream, new BudgetConfig { Name = "in", Count = "input-tokens", Per = "day", Most = 500, Model = "m" }), Noon);
        upstream.AnswerJson("""{"object":"list","data":[],"model":"m","usage":{"prompt_tokens":600,"total_tokens":600}}""");

        const string Batch = """{"model":"m","input":["one","two","three"]}""";
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Batch, "/v1/embeddings"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host, Batch, "/v1/embeddings"));
        var usage = (await OutcomeAsync(host))["facts"]!["usage"]!;
        Assert.Equal(("provider", 600, 0), ((string?)usage["basis"], (int?)usage["input"], (int?)usage["output"]));
    }

    [Fact]
    public async Task Budgets_of_others_do_not_touch_a_request()
    {
        await using var host = await GatewayHost.StartAsync(
            With(
                new BudgetConfig { Name = "a", UseCase = "other", Count = "requests", Per = "day", Most = 1 },
                new BudgetConfig { Name = "b", Model = "other", Count = "requests", Per = "day", Most = 1 },
                new BudgetConfig { Name = "c", Key = "other", Count = "requests", Per = "day", Most = 1 }),
            Noon);

        for (var i = 0; i < 3; i++)
        {
            using var answer = await host.PostAsync("/v1/chat/completions", Chat("sandbox"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Null(Header(answer, "x-ratelimit-limit-requests"));
        }
    }

    private static Func<ConcordatConfig, ConcordatConfig> With(params BudgetConfig[] budgets) => config => config with { Budgets = budgets };

    private static Func<ConcordatConfig, ConcordatConfig> Upstream(FakeUpstream upstream, params BudgetConfig[] budgets) =>
        config => TestConfig.WithUpstreams("openai", upstream.Url)(config) with { Budgets = budgets };

    private static string Chat(string model) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]}""";

    private static string Chat(string model, string member, int value) =>
        $$"""{"model":"{{model}}","{{member}}":{{value}},"messages":[{"role":"user","content":"Hello"}]}""";

    private static string Answer(string usage) => DialectCase.Of("chat").Answer("Well.")[..^1] + $$""","usage":{{usage}}}""";

    private static async Task<HttpStatusCode> SendAsync(GatewayHost host, string body, string path = "/v1/chat/completions")
    {
        using var answer = await host.PostAsync(path, body);
        await answer.Content.ReadAsByteArrayAsync(Stop);
        return answer.StatusCode;
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!.AsObject();

    private static async Task<JsonObject> OutcomeAsync(GatewayHost host) => (await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "outcome");

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
