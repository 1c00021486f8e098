using System.Collections.Concurrent;
using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>A gateway under orders, from the store to the verdict.</summary>
public sealed class OrderTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly TestIssuers _issuers = new();

    public void Dispose() => _issuers.Dispose();

    [Fact]
    public async Task An_order_stops_a_serving_gateway_and_a_lift_lets_it_go_on()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));

        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"CONCORDAT"}"""));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        await TestIssuers.ApplyAsync(host, "back", _issuers.Lift("back", "out"));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));

        // What it goes by is in the ledger before the first verdict under it.
        var entries = await host.EntriesAsync();
        var orders = entries.FindAll(entry => (string?)entry["type"] == "orders" && (string?)entry["reason"] != "start");
        Assert.Equal(["remove out", "lift back"], orders.Select(entry => $"{entry["orders"]!["added"]![0]!["act"]} {entry["orders"]!["added"]![0]!["id"]}"));
        Assert.Equal(["out"], orders[0]["orders"]!["in_force"]!.AsArray().Select(id => (string?)id));
        Assert.Empty(orders[1]["orders"]!["in_force"]!.AsArray());
        var refused = entries.Find(entry => (string?)entry["facts"]?["order"]?["inForce"] == "stop-use")!;
        Assert.Contains("10.1", refused["clauses"]!.AsArray().Select(clause => (string?)clause));
        Assert.True(entries.IndexOf(orders[0]) < entries.IndexOf(refused));
    }

    [Fact]
    public async Task An_order_against_one_deployment_leaves_the_other_serving()
    {
        await using var host = await GatewayHost.StartAsync(config => _issuers.Configure(config) with
        {
            Deployments = [TestConfig.Sandbox("sandbox"), TestConfig.Sandbox("sandbox") with { Name = "sandbox-2", Vendor = "second", Priority = 1 }],
        });
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"deployment":"sandbox-1"}"""));

        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));

        var outcomes = (await host.EntriesAsync()).FindAll(entry => (string?)entry["type"] == "outcome");
        Assert.Equal(["sandbox-1", "sandbox-2"], outcomes.Select(entry => (string?)entry["deployment"]));
    }

    [Fact]
    public async Task A_removal_by_its_calendar_moves_requests_to_the_replacement_and_none_fails()
    {
        await using var host = await GatewayHost.StartAsync(config => _issuers.Configure(config) with
        {
            Deployments = [TestConfig.Sandbox("sandbox"), TestConfig.Sandbox("sandbox") with { Name = "sandbox-2", Vendor = "second", Priority = 1 }],
        });
        var due = TestIssuers.Time(TimeProvider.System.GetUtcNow().AddSeconds(3));
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order(
            "out", """{"vendor":"concordat"}""", more: $$""", "milestones": [{ "stage": "plan", "due": "{{due}}" }, { "stage": "complete", "due": "{{due}}" }]"""));
        await host.Gateway.Orders.LookNowAsync();

        var statuses = new ConcurrentBag<HttpStatusCode>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var clients = Enumerable.Range(0, 2).Select(async _ =>
        {
            while (!ending.IsCancellationRequested)
            {
                statuses.Add(await AskAsync(host));
                await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
            }
        }).ToArray();
        for (var before = host.Gateway.Orders.Current; ReferenceEquals(before, host.Gateway.Orders.Current);)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        await ending.CancelAsync();
        await Task.WhenAll(clients);
        statuses.Add(await AskAsync(host));

        Assert.All(statuses, static status => Assert.Equal(HttpStatusCode.OK, status));
        var entries = await host.EntriesAsync();
        Assert.Equal(["start", "document", "date"], entries.Where(entry => (string?)entry["type"] == "orders").Select(entry => (string?)entry["reason"]));
        var served = entries.Where(entry => (string?)entry["type"] == "outcome").Select(entry => (string?)entry["deployment"]).ToList();
        Assert.Equal(("sandbox-1", "sandbox-2"), (served[0], served[^1]));
    }

    [Theory]
    [InlineData("restrict", "")]
    [InlineData("remove", """, "milestones": [{ "stage": "plan", "due": "2030-01-01T00:00:00Z" }, { "stage": "complete", "due": "2030-06-01T00:00:00Z" }]""")]
    public async Task Under_a_restriction_a_request_with_tools_goes_to_the_replacement_where_its_call_takes_effect(string action, string more)
    {
        await using var host = await GatewayHost.StartAsync(config => _issuers.Configure(config) with
        {
            Deployments = [TestConfig.Sandbox("sandbox"), TestConfig.Sandbox("sandbox") with { Name = "sandbox-2", Vendor = "second", Priority = 1 }],
        });
        await TestIssuers.ApplyAsync(host, "less", _issuers.Order("less", """{"vendor":"concordat"}""", action: action, more: more));
        await host.Gateway.Orders.LookNowAsync();

        const string WithTool = """{"model":"sandbox","messages":[{"role":"user","content":"Go on. [[call: order_part {\"part\":\"valve\"}]]"}],"tools":[{"type":"function","function":{"name":"order_part","description":"Orders."}}]}""";
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        using var called = await host.PostAsync("/v1/chat/completions", WithTool);
        Assert.Equal(HttpStatusCode.OK, called.StatusCode);
        Assert.Contains("order_part", await called.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var served = (await host.EntriesAsync()).Where(static entry => (string?)entry["type"] == "outcome").Select(static entry => (string?)entry["deployment"]);
        Assert.Equal(["sandbox-1", "sandbox-2"], served);
    }

    [Fact]
    public async Task An_order_that_is_not_effective_yet_changes_nothing_but_is_in_the_ledger()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await TestIssuers.ApplyAsync(host, "later", _issuers.Order("later", """{"vendor":"concordat"}""", TimeProvider.System.GetUtcNow().AddDays(30)));

        await host.Gateway.Orders.LookNowAsync();
        Assert.Contains(await host.EntriesAsync(), entry => (string?)entry["type"] == "orders");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
    }

    [Theory]
    [InlineData("DELETE FROM orders")]
    [InlineData("UPDATE orders SET envelope = x'7b7d', number = 2")]
    public async Task Orders_that_somebody_took_out_of_the_store_or_altered_stop_everything(string tampering)
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"nobody here"}"""));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Contains(await host.EntriesAsync(), entry => (string?)entry["type"] == "orders");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));

        await host.ExecuteAsync(tampering);

        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(host));
        Assert.False(host.Gateway.Status().Ready);
        Assert.NotNull(host.Gateway.Status().OrdersFault);
    }

    [Fact]
    public async Task A_gateway_does_not_start_on_orders_that_its_issuers_did_not_sign()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Gateway.ApplyAsync(
            TestConfig.Default(host.Directory), SignedBaseAgreement.Agreement, new string('1', 64), TestContext.Current.CancellationToken));

        Assert.Contains("an issuer who no longer signs stays in `orders.issuers`, without acts", fault.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
    }

    [Fact]
    public async Task A_reload_keeps_the_orders_and_says_so()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));

        var retired = _issuers.Configure(TestConfig.Default(host.Directory));
        retired = retired with { Orders = new OrdersConfig { Issuers = [retired.Orders.Issuers[0] with { Acts = [] }] } };
        await host.Gateway.ApplyAsync(retired, SignedBaseAgreement.Agreement, new string('1', 64), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        Assert.Contains(await host.EntriesAsync(), entry => (string?)entry["type"] == "orders" && (string?)entry["reason"] == "reload");
    }

    private static async Task<HttpStatusCode> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Request);
        return response.StatusCode;
    }
}
