using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Costs;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Costs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Tests.Costs;

public sealed class CostTests
{
    private const string Origin = "test.example/ledger";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 22);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_reported_agrees_with_the_ledger_entry_by_entry_and_is_counted_once()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Priced(upstream, 0.15m, 0.6m), new ClockAt(Now));
        foreach (var (input, output) in ((int, int)[])[(1000, 100), (7, 3), (123_456, 789)])
        {
            upstream.AnswerJson(Answer($$"""{"prompt_tokens":{{input}},"completion_tokens":{{output}}}"""));
            await SendAsync(host);
        }

        upstream.AnswerJson(Answer("null"));
        await SendAsync(host);
        await host.Ledger.IntegrateAsync();
        await using (var tally = Tally(host))
        {
            await Task.WhenAll(tally.CountAsync(Stop), tally.CountAsync(Stop));
            await tally.CountAsync(Stop);
        }

        var recorded = (await host.EntriesAsync()).Where(static entry => (string?)entry["type"] == "outcome").Select(static entry => entry["facts"]!["usage"]!).ToList();
        var line = Assert.Single(CostReport.Of(Today, Today, "deployment", await host.Stores.Costs.SumAsync(Today, Today, "deployment", useCase: null, Stop)).Lines);
        Assert.Equal(("upstream-1", "USD", 4L, 1L), (line.Name, line.Currency, line.Answers, line.Estimated));
        Assert.Equal(recorded.Sum(static usage => (long)usage["input"]!), line.InputTokens);
        Assert.Equal(recorded.Sum(static usage => (long)usage["output"]!), line.OutputTokens);
        Assert.Equal(recorded.Sum(static usage => decimal.Parse((string)usage["cost"]!, CultureInfo.InvariantCulture)), line.Cost);

        // 0.15 and 0.60 a million: 0.00015 + 0.00006 for the first
        Assert.Equal("0.00021", (string?)recorded[0]["cost"]);
    }

    [Fact]
    public async Task A_cost_is_at_the_price_of_its_time()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Priced(upstream, 1m, 1m), new ClockAt(Now));
        upstream.AnswerJson(Answer("""{"prompt_tokens":1000000,"completion_tokens":0}"""));
        await SendAsync(host);
        await host.Gateway.ApplyAsync(Priced(upstream, 3m, 1m)(TestConfig.Default(host.Directory)), SignedBaseAgreement.Agreement, new string('1', 64), Stop);
        await SendAsync(host);
        await host.Ledger.IntegrateAsync();
        await using var tally = Tally(host);
        await tally.CountAsync(Stop);

        Assert.Equal(4m, CostReport.Of(Today, Today, "vendor", await host.Stores.Costs.SumAsync(Today, Today, "vendor", useCase: null, Stop)).Lines.Single().Cost);
    }

    [Fact]
    public async Task A_budget_of_money_stops_at_the_price()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            config => Priced(upstream, 10m, 10m)(config) with
            {
                Budgets = [new BudgetConfig { Name = "money", Count = "cost", Per = "month", Most = 0.05m, Currency = "USD", Hard = true }],
            },
            new ClockAt(Now));
        upstream.AnswerJson(Answer("""{"prompt_tokens":1000,"completion_tokens":1000}"""));

        // the body has less than 100 bytes, so that its bound is below 1,200 tokens: 0.012, and 0.01 for the answer
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(host));
    }

    [Fact]
    public async Task A_key_sees_what_its_own_use_case_has_used_and_nothing_else()
    {
        await using var host = await GatewayHost.StartAsync(time: new ClockAt(Now));
        var mine = new UsageDay(Today, "maintenance", "k", "m", "d", "v", "USD", 3, 0, 30, 3, 1_500_000_000);
        await host.Stores.Costs.AddAsync("log", 0, 1, [mine, mine with { UseCase = "secret-other", Model = "theirs" }, mine with { Day = Today.AddDays(-60) }], Stop);

        using var answer = await host.Client.GetAsync("/v1/costs", Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(
            """{"from":"2026-11-01","to":"2026-11-22","by":"model","lines":[{"name":"m","answers":3,"estimated":0,"input_tokens":30,"output_tokens":3,"cost":"1.50","currency":"USD"}]}""",
            text);
        foreach (var bad in (string[])["?by=colour", "?from=yesterday", "?from=2026-11-23", "?from=2020-01-01"])
        {
            using var refused = await host.Client.GetAsync("/v1/costs" + bad, Stop);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        using var stranger = await host.Client.GetAsync("/v1/costs", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    private static CostTally Tally(GatewayHost host) => new(host.Ledger, Origin, host.Stores.Costs, TimeProvider.System, NullLogger<CostTally>.Instance);

    private static Func<ConcordatConfig, ConcordatConfig> Priced(FakeUpstream upstream, decimal input, decimal output) =>
        config => TestConfig.WithUpstreams("openai", upstream.Url)(config) is var with
            ? with with { Deployments = [with.Deployments[0] with { Price = new DeploymentPrice { Input = input, Output = output } }] }
            : with;

    private static string Answer(string usage) => DialectCase.Of("chat").Answer("Well.")[..^1] + $$""","usage":{{usage}}}""";

    private static async Task<HttpStatusCode> SendAsync(GatewayHost host)
    {
        using var answer = await host.PostAsync("/v1/chat/completions", """{"model":"m","max_tokens":1000,"messages":[{"role":"user","content":"Hello"}]}""");
        await answer.Content.ReadAsByteArrayAsync(Stop);
        return answer.StatusCode;
    }
}
