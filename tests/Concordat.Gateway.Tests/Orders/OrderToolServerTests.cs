using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>An order is about tool servers as it is about models: they are refused, planned for and counted.</summary>
public sealed class OrderToolServerTests : IAsyncLifetime
{
    private readonly TestIssuers _issuers = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concordat-servers");
    private ToolServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ToolServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _issuers.Dispose();
        _folder.Delete(recursive: true);
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"vendor":"Depot Software"}""")]
    [InlineData("""{"cloud":"example-cloud"}""")]
    [InlineData("""{"deployment":"depot"}""")]
    [InlineData("""{"vendor":"Depot Software","version":"3","model":"depot"}""")]
    public async Task A_call_to_a_server_that_an_order_names_is_refused_with_the_clause_planned_for_and_counted(string target)
    {
        await using var host = await StartAsync();
        Assert.False((await McpCaller.CallAsync(host, "depot__get_weather")).IsToolError);
        await OrderAsync(host, target);

        var refused = await McpCaller.CallAsync(host, "depot__get_weather");
        Assert.Equal((true, "refuse"), (refused.IsToolError, refused.Verdict));
        Assert.Contains("clause 10.", refused.Words, StringComparison.Ordinal);
        Assert.Single(_server.Calls);
        Assert.Empty((await McpCaller.AskAsync(host, "tools/list")).Body!["result"]!["tools"]!.AsArray());

        var plan = await GetAsync(host, "/v1/orders/out/plan");
        var use = Assert.Single(plan["uses"]!.AsArray())!;
        Assert.Equal(("depot", "depot", "stop-use", 2), ((string?)use["deployment"], (string?)use["model"], (string?)use["standing"], (int)use["requests"]!));
        Assert.Empty(use["replacements"]!.AsArray());
        Assert.Equal("depot", (string?)Assert.Single((await GetAsync(host, "/v1/orders/out/explanation"))["uses"]!.AsArray())!["deployment"]);

        var certificate = await CertifyAsync(host);
        Assert.Equal(["depot"], certificate.Registered);
        var counted = Assert.Single(certificate.Uses);
        Assert.Equal(("depot", "Depot Software", 1L, 1L), (counted.Deployment, counted.Vendor, counted.Stopped, counted.Residual)); // the call before the order came was made on a day that the order names
    }

    [Fact]
    public async Task A_model_of_the_same_name_takes_no_servers_place_and_the_plan_says_so_without_a_recorded_call()
    {
        await using var host = await StartAsync(more: config => config with { Deployments = [.. config.Deployments, TestConfig.Sandbox("depot") with { Name = "twin", Vendor = "Other AI" }] });
        await OrderAsync(host, """{"vendor":"Depot Software"}""");

        var use = Assert.Single((await GetAsync(host, "/v1/orders/out/plan"))["uses"]!.AsArray())!;
        Assert.Equal("depot", (string?)use["deployment"]);
        Assert.All((string[])["replacements", "holders", "barred"], list => Assert.Empty(use[list]!.AsArray()));
    }

    [Fact]
    public async Task An_order_about_another_vendor_leaves_the_server_alone()
    {
        await using var host = await StartAsync();
        await OrderAsync(host, """{"vendor":"Another"}""");

        Assert.False((await McpCaller.CallAsync(host, "depot__get_weather")).IsToolError);
        Assert.Empty((await PlanAsync(host)).Uses);
        Assert.Empty((await CertifyAsync(host)).Registered);
    }

    [Fact]
    public async Task A_component_of_a_servers_bill_is_found_though_no_model_is_in_it()
    {
        var bill = Path.Combine(_folder.FullName, "bill.json");
        await File.WriteAllTextAsync(
            bill, """{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[{"type":"library","name":"parts-index","version":"4","supplier":{"name":"Example AI, Inc."}}]}""",
            TestContext.Current.CancellationToken);
        await using var host = await StartAsync(server => server with { Bill = bill });
        await OrderAsync(host, """{"vendor":"Example AI"}""");

        var found = (await PlanAsync(host)).Bills.Single(each => each.Deployment == "depot");
        Assert.Equal(("contains", false, "parts-index", "maintenance"), (found.Finding, found.Targeted, Assert.Single(found.Components).Name, Assert.Single(found.UseCases)));
        Assert.False((await McpCaller.CallAsync(host, "depot__get_weather")).IsToolError); // what a bill says stops nothing
    }

    [Fact]
    public async Task A_use_case_that_may_not_call_the_server_has_no_use_of_it()
    {
        await using var host = await StartAsync(more: config => config with { UseCases = [config.UseCases[0], config.UseCases[0] with { Id = "other" }] });
        await OrderAsync(host, """{"vendor":"Depot Software"}""");

        Assert.Equal("maintenance", Assert.Single((await PlanAsync(host)).Uses).UseCase);
    }

    /// <summary>As people see it; a key sees only orders that name a use of its own.</summary>
    private static async Task<OrderPlanReport> PlanAsync(GatewayHost host) =>
        await host.Gateway.PlanOrderAsync(host.Gateway.OrderBook!.Find("out")!, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

    private Task<GatewayHost> StartAsync(Func<McpServerConfig, McpServerConfig>? change = null, Func<ConcordatConfig, ConcordatConfig>? more = null) => GatewayHost.StartAsync(config =>
    {
        var ready = _issuers.Configure(_server.Register(config));
        var server = ready.Mcp!.Servers[0] with { Vendor = "Depot Software", Cloud = "example-cloud", Region = "north", Version = "3" };
        ready = ready with { Mcp = ready.Mcp with { Servers = [change?.Invoke(server) ?? server] } };
        return more?.Invoke(ready) ?? ready;
    });

    private async Task OrderAsync(GatewayHost host, string target)
    {
        using var content = new ByteArrayContent(_issuers.Order("out", target));
        content.Headers.ContentType = new("application/json");
        using var taken = await host.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    private static async Task<OrderCertificate> CertifyAsync(GatewayHost host)
    {
        await host.Ledger.IntegrateAsync();
        var (book, now) = (host.Gateway.OrderBook!, TimeProvider.System.GetUtcNow());
        return OrderCompletion.Certify(
            book.Find("out")!, book, host.Gateway.Model!.Config, [LedgerReader.Open(host.LedgerDirectory, host.Ledger.VerifierKey)], now, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> GetAsync(GatewayHost host, string path)
    {
        await host.Ledger.IntegrateAsync();
        return JsonNode.Parse(await host.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;
    }
}
