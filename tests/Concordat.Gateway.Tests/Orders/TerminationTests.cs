using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>A gateway under a termination that both parties have signed with the keys that signed the agreement.</summary>
public sealed class TerminationTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly TestIssuers _department = TestIssuers.Department();
    private readonly TestIssuers _vendor = TestIssuers.Vendor();

    public void Dispose()
    {
        _department.Dispose();
        _vendor.Dispose();
    }

    [Fact]
    public async Task It_stops_the_use_and_no_lift_by_all_of_them_lets_it_go_on()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        var alone = await TakeAsync(host, _department.Order("alone", """{"vendor":"concordat"}""", action: "terminate"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, alone.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));

        Assert.Equal(HttpStatusCode.Created, (await TakeAsync(host, _department.Order("end", """{"vendor":"concordat"}""", action: "terminate", with: _vendor))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));

        var lift = await TakeAsync(host, _department.Lift("back", "end", with: _vendor));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, lift.StatusCode);
        Assert.Contains("which is a termination: it is for good", (string?)(await lift.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));

        var entries = await host.EntriesAsync();
        Assert.Contains(entries, static entry => (string?)entry["type"] == "orders" && (string?)entry["orders"]!["added"]?.AsArray().FirstOrDefault()?["act"] == "terminate");
        Assert.Contains("10.1", entries.FindLast(static entry => (string?)entry["facts"]?["order"]?["inForce"] == "stop-use")!["clauses"]!.AsArray().Select(static clause => (string?)clause));
    }

    [Fact]
    public async Task A_lift_that_somebody_wrote_into_the_store_stops_the_node_and_lets_nothing_go_on()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await TakeAsync(host, _department.Order("end", """{"vendor":"concordat"}""", action: "terminate", with: _vendor));
        await TestIssuers.ApplyAsync(host, "back", _department.Lift("back", "end", with: _vendor));
        await host.Gateway.Orders.LookNowAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(host));
        Assert.Contains("which is a termination", host.Gateway.Status().OrdersFault, StringComparison.Ordinal);
    }

    private ConcordatConfig Configure(ConcordatConfig config) => config with
    {
        Orders = new OrdersConfig
        {
            Issuers =
            [
                new OrderIssuerConfig { Id = "cio", Name = "Counsel", Party = "department", Key = _department.File, Acts = ["suspend", "terminate", "lift"] },
                new OrderIssuerConfig { Id = "vendor", Name = "Policy lead", Party = "vendor", Key = _vendor.File, Acts = ["suspend", "terminate", "lift"] },
            ],
        },
    };

    private static async Task<HttpResponseMessage> TakeAsync(GatewayHost host, byte[] envelope)
    {
        using var content = new ByteArrayContent(envelope);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await host.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Request);
        return response.StatusCode;
    }
}
