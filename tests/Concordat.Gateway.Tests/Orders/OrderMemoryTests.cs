using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Ways out of an order by registering otherwise what it names.</summary>
public sealed class OrderMemoryTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";
    private const string Address = "http://127.0.0.1:9/v1";

    private readonly TestIssuers _issuers = new();

    public void Dispose() => _issuers.Dispose();

    [Theory]
    [InlineData("""{"vendor":"concordat"}""", "vendor", "vendor from `concordat` to `other`")]
    [InlineData("""{"cloud":"local"}""", "cloud", "cloud from `local` to `other`")]
    [InlineData("""{"region":"local"}""", "region", "region from `local` to `other`")]
    [InlineData("""{"model":"sandbox"}""", "model", "model from `sandbox` to `other`")]
    [InlineData("""{"model":"sandbox","version":"1"}""", "version", "version from `unknown` to `other`")]
    public async Task A_deployment_does_not_leave_an_order_by_another_name(string target, string change, string said)
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await StopAsync(host, target);

        var fault = await RefusedAsync(host, deployment => change switch
        {
            "vendor" => deployment with { Vendor = "other" },
            "cloud" => deployment with { Cloud = "other" },
            "region" => deployment with { Region = "other" },
            "version" => deployment with { Version = "other" },
            _ => deployment with { Model = "other" },
        });

        Assert.Contains("`sandbox-1` would leave the order `out`", fault, StringComparison.Ordinal);
        Assert.Contains(said, fault, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
    }

    [Theory]
    [InlineData("ONCE", Address)] // another id
    [InlineData("other", "HTTP://127.0.0.1.:9/v1/")] // the same address, written otherwise
    public async Task A_new_id_at_the_same_address_does_not_leave_an_order(string id, string address)
    {
        await using var host = await GatewayHost.StartAsync(config => At(_issuers.Configure(config), static each => each));
        await StopAsync(host, """{"vendor":"concordat"},{"deployment":"sandbox-1"}""", asks: false);

        var fault = await RefusedAsync(host, deployment => deployment with { Name = id, Url = address, Vendor = "other" }, Address);
        Assert.Contains($"`{id}` would leave the order `out`", fault, StringComparison.Ordinal);
        Assert.Contains("it has the address of `sandbox-1`", fault, StringComparison.Ordinal);

        // Another id alone is no way out of an order that names the id.
        await ApplyAsync(host, deployment => deployment with { Name = "sandbox-1", Weight = 50 }, Address);
    }

    [Fact]
    public async Task Neither_a_reload_between_nor_a_restart_makes_the_gateway_forget()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await StopAsync(host, """{"vendor":"concordat"}""");

        // Taken out, and put back as another.
        await ApplyAsync(host, static deployment => deployment with { Name = "another", Vendor = "second" });
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        Assert.Contains("`sandbox-1` would leave the order `out`", await RefusedAsync(host, static deployment => deployment with { Vendor = "other" }), StringComparison.Ordinal);

        // A process that starts, or another node, reads the same.
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayHost.StartAsync(
            config => Change(_issuers.Configure(config), static deployment => deployment with { Vendor = "other" }), stores: OversightStores.OpenSqlite(Path.Combine(host.Directory, "oversight.db"), TimeProvider.System)));
        Assert.Contains("`sandbox-1` would leave the order `out`", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_is_to_come_or_rests_is_not_left_either_and_one_that_is_over_is()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}""", TimeProvider.System.GetUtcNow().AddDays(30)));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Contains("`out`", await RefusedAsync(host, static deployment => deployment with { Vendor = "other" }), StringComparison.Ordinal);

        await TestIssuers.ApplyAsync(host, "back", _issuers.Lift("back", "out"));
        await host.Gateway.Orders.LookNowAsync();
        await ApplyAsync(host, static deployment => deployment with { Vendor = "other" });
    }

    [Fact]
    public async Task What_stood_at_the_address_before_the_order_is_not_what_it_names()
    {
        static ConcordatConfig Two(ConcordatConfig config) => config with { Deployments = [.. config.Deployments, config.Deployments[0] with { Name = "beside", Vendor = "second" }] };
        await using var host = await GatewayHost.StartAsync(config => Two(At(_issuers.Configure(config), static each => each)));
        await StopAsync(host, """{"deployment":"sandbox-1"}""", asks: false);

        var config = Two(At(_issuers.Configure(TestConfig.Default(host.Directory)), static each => each));
        await host.Gateway.ApplyAsync(config, SignedBaseAgreement.Agreement, new string('1', 64), TestContext.Current.CancellationToken);

        // One that comes there now may be the one that is named; the same host asked for another model is another.
        Assert.Contains("`third`", await RefusedAsync(host, static deployment => deployment with { Name = "third" }, Address), StringComparison.Ordinal);
        await ApplyAsync(host, static deployment => deployment with { Name = "third", Model = "atlas" }, Address);
    }

    [Fact]
    public async Task A_tool_server_does_not_leave_an_order_by_another_name_at_its_address()
    {
        await using var host = await GatewayHost.StartAsync(config => With(config, "parts", "Tool Works"));
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"Tool Works"}"""));
        await host.Gateway.Orders.LookNowAsync();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Gateway.ApplyAsync(
            With(TestConfig.Default(host.Directory), "spares", "Other Works"), SignedBaseAgreement.Agreement, new string('1', 64), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("`spares` would leave the order `out`", fault.Message, StringComparison.Ordinal);

        ConcordatConfig With(ConcordatConfig config, string name, string vendor) => _issuers.Configure(config) with
        {
            Mcp = new McpConfig { Servers = [new McpServerConfig { Name = name, Url = "http://127.0.0.1:9/mcp", UseCases = ["maintenance"], Vendor = vendor }] },
        };
    }

    private async Task StopAsync(GatewayHost host, string target, bool asks = true)
    {
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", target));
        await host.Gateway.Orders.LookNowAsync();
        if (asks)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        }
    }

    private async Task<string> RefusedAsync(GatewayHost host, Func<DeploymentConfig, DeploymentConfig> change, string? address = null)
    {
        var before = host.Gateway.Model;
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => ApplyAsync(host, change, address));
        Assert.Same(before, host.Gateway.Model);
        return fault.Message;
    }

    private Task ApplyAsync(GatewayHost host, Func<DeploymentConfig, DeploymentConfig> change, string? address = null)
    {
        var config = _issuers.Configure(TestConfig.Default(host.Directory));
        config = address is null ? Change(config, change) : At(config, change);
        return host.Gateway.ApplyAsync(config, SignedBaseAgreement.Agreement, new string('1', 64), TestContext.Current.CancellationToken).AsTask();
    }

    private static ConcordatConfig Change(ConcordatConfig config, Func<DeploymentConfig, DeploymentConfig> change) => config with { Deployments = [change(config.Deployments[0])] };

    private static ConcordatConfig At(ConcordatConfig config, Func<DeploymentConfig, DeploymentConfig> change) =>
        Change(config, deployment => change(deployment with { Kind = "openai-chat", Url = Address }));

    private static async Task<HttpStatusCode> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Request);
        return response.StatusCode;
    }
}
