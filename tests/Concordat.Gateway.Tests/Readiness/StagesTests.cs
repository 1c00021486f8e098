using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Readiness;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Readiness;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Readiness;

/// <summary>What the stages of a decided use case do on the way of a request.</summary>
public sealed class StagesTests : IDisposable
{
    private const string Plain = """{"model":"sandbox","messages":[{"role":"user","content":"Which repairs are urgent?"}]}""";
    private const string Order = """{"model":"sandbox","messages":[{"role":"user","content":"[[call: order_part {\"part\":\"magnetron\"}]]"}],"tools":[{"type":"function","function":{"name":"order_part","parameters":{"type":"object"}}}]}""";

    private readonly TestApprovers _people = new();
    private int _steps;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _people.Dispose();

    [Fact]
    public async Task Each_stage_lets_out_what_the_agreement_says()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        Assert.Equal("clause_9.2", await CodeAsync(host, Plain));

        await DecideAsync(host, "shadow");
        Assert.Equal(("", "clause_9.3"), (await CodeAsync(host, Plain), await CodeAsync(host, Order)));

        await DecideAsync(host, "trial");
        Assert.Equal(("", ""), (await CodeAsync(host, Plain), await CodeAsync(host, Order)));

        await DecideAsync(host, "general");
        await DecideAsync(host, "not-ready");
        Assert.Equal("clause_9.2", await CodeAsync(host, Plain));
        var stages = (await host.EntriesAsync()).Where(entry => (string?)entry["type"] == "readiness").Select(entry => (string?)entry["new"]);
        Assert.Equal(["shadow", "trial", "general", "not-ready"], stages);
        var facts = (await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "decision")["facts"]!["useCase"]!;
        Assert.Equal("not-ready", (string?)facts["readiness"]);
    }

    [Fact]
    public async Task A_model_with_a_decision_of_its_own_goes_by_that()
    {
        await using var host = await GatewayHost.StartAsync(config => Configure(config) with { Deployments = [.. config.Deployments, config.Deployments[0] with { Name = "sandbox-2", Model = "new" }] });
        await DecideAsync(host, "shadow");
        await DecideAsync(host, "trial");
        await DecideAsync(host, "shadow", model: "new");
        var other = Order.Replace("\"sandbox\"", "\"new\"", StringComparison.Ordinal);

        Assert.Equal(("", "clause_9.3"), (await CodeAsync(host, Order), await CodeAsync(host, other)));
    }

    [Fact]
    public async Task A_trial_ends_for_the_day_with_its_requests_and_says_so()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(Configure, time);
        await DecideAsync(host, "shadow");
        await DecideAsync(host, "trial", limits: new ReadinessLimits(2));
        Assert.Equal(("", "", "trial_limit", "trial_limit"), (await CodeAsync(host, Plain), await CodeAsync(host, Plain), await CodeAsync(host, Plain), await CodeAsync(host, Plain)));
        using var refused = await host.PostAsync("/v1/chat/completions", Plain);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("is in trial with 2 requests a day", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        // A preflight is no request, and another day begins anew.
        using var asked = await host.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{Plain}}}""");
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("", await CodeAsync(host, Plain));
    }

    [Fact]
    public async Task All_nodes_together_let_out_no_more_than_the_trial_has()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await DecideAsync(host, "shadow");
        await DecideAsync(host, "trial", limits: new ReadinessLimits(5));
        var model = host.Gateway.Model!;
        var book = ReadinessBook.Of(RulingSigners.Terms(model.Config, model.Agreement), await host.Stores.Readiness.ListAsync(0, Cancellation), []);
        await using var first = new BudgetBook(host.Stores.Budgets, isShared: true, TimeProvider.System);
        await using var second = new BudgetBook(host.Stores.Budgets, isShared: true, TimeProvider.System);
        ReadinessInForce[] nodes = [new(book, first), new(book, second)];

        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            async () => await nodes[i % 2].TakeAsync(model.UseCases["maintenance"], "sandbox", "key", Cancellation), Cancellation)));
        Assert.Equal(5, taken.Count(static error => error is null));
        Assert.All(taken.Where(static error => error is not null), static error => Assert.Equal("trial_limit", error!.Code));
    }

    [Fact]
    public async Task What_was_used_of_a_trial_outlives_a_restart_of_the_node()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await DecideAsync(host, "shadow");
        await DecideAsync(host, "trial", limits: new ReadinessLimits(2));
        Assert.Equal(("", ""), (await CodeAsync(host, Plain), await CodeAsync(host, Plain)));
        await host.Gateway.Budgets.DisposeAsync();

        await using var after = new BudgetBook(host.Stores.Budgets, isShared: false, TimeProvider.System);
        var model = host.Gateway.Model!;
        var book = ReadinessBook.Of(RulingSigners.Terms(model.Config, model.Agreement), await host.Stores.Readiness.ListAsync(0, Cancellation), []);
        Assert.Equal("trial_limit", (await new ReadinessInForce(book, after).TakeAsync(model.UseCases["maintenance"], "sandbox", "key", Cancellation))?.Code);
    }

    [Fact]
    public async Task A_call_of_a_tool_counts_like_a_request_and_stops_like_one()
    {
        await using var server = await ToolServer.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => server.Register(Configure(config)));
        await DecideAsync(host, "shadow");
        await DecideAsync(host, "trial", limits: new ReadinessLimits(2));
        var first = await McpCaller.CallAsync(host, "depot__get_weather", new { city = "Kiel" });
        Assert.False(first.IsToolError);
        Assert.Equal("", await CodeAsync(host, Plain));

        var beyond = await McpCaller.CallAsync(host, "depot__get_weather", new { city = "Kiel" });
        Assert.NotEqual(HttpStatusCode.OK, beyond.Status);
        Assert.Single(server.Calls);
        Assert.Equal("trial_limit", await CodeAsync(host, Plain));
    }

    [Fact]
    public async Task A_key_that_does_not_take_part_in_a_trial_calls_no_tool()
    {
        await using var server = await ToolServer.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => server.Register(Configure(config)));
        await DecideAsync(host, "shadow");
        await DecideAsync(host, "trial", limits: new ReadinessLimits(null, ["somebody"]));
        await McpCaller.CallAsync(host, "depot__get_weather", new { city = "Kiel" });
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task A_key_that_does_not_take_part_in_a_trial_is_refused()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await DecideAsync(host, "shadow");
        await DecideAsync(host, "trial", limits: new ReadinessLimits(null, ["somebody"]));
        Assert.Equal("trial_limit", await CodeAsync(host, Plain));
    }

    [Theory]
    [InlineData("DELETE FROM readiness")]
    [InlineData("UPDATE readiness SET envelope = x'7b7d'")]
    public async Task Where_the_store_was_changed_nothing_is_ready(string sql)
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await DecideAsync(host, "shadow");
        await host.ExecuteAsync(sql);
        await host.ExecuteAsync("INSERT INTO readiness SELECT 9, 'extra', x'7b7d', 0");
        await host.Gateway.Readiness.LookNowAsync();
        Assert.Equal("clause_9.2", await CodeAsync(host, Plain));
    }

    [Fact]
    public async Task A_use_case_that_is_registered_with_a_stage_goes_by_no_decision()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        await DecideAsync(host, "shadow");
        Assert.Equal("", await CodeAsync(host, Order));
    }

    private ConcordatConfig Configure(ConcordatConfig config) => _people.Register(config) with { UseCases = [config.UseCases[0] with { Readiness = UseCaseConfig.Decided }] };

    private async Task DecideAsync(GatewayHost host, string stage, string model = "*", ReadinessLimits? limits = null)
    {
        var step = new ReadinessStep(
            ReadinessStep.DocumentFormat, $"step-{++_steps}", "maintenance", model, stage, "because", DateTimeOffset.UnixEpoch, new ReadinessEvidence("certificate", new string('a', 64)), limits);
        var envelope = TestApprovers.Panel.Aggregate(DsseEnvelope.Create(ReadinessStep.PayloadType, ReadinessReader.Payload(step)), (signed, person) => signed.Sign(_people.Key(person)));
        Assert.True(await host.Stores.Readiness.AddAsync(step.Id, envelope.ToJson(), Cancellation));
        await host.Gateway.Readiness.LookNowAsync();
    }

    private static async Task<string> CodeAsync(GatewayHost host, string request)
    {
        using var response = await host.PostAsync("/v1/chat/completions", request);
        return response.IsSuccessStatusCode ? "" : (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!["code"]!;
    }
}
