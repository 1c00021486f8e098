using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>What the command line refused is recorded by a node as what it refuses itself over HTTP, and by its own judgement.</summary>
public sealed class RefusedElsewhereTests : IDisposable
{
    private readonly TestIssuers _issuers = new();
    private readonly TestIssuers _stranger = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _issuers.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task The_entry_is_the_one_of_a_refusal_over_HTTP()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        var (here, there) = (_issuers.Order("here", """{"vendor":"x"}""", action: "exclude"), _issuers.Order("there", """{"vendor":"x"}""", action: "exclude"));
        using (var content = new ByteArrayContent(here))
        {
            content.Headers.ContentType = new("application/json");
            using var response = await host.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, Stop);
            Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, response.StatusCode);
        }

        await NoteAsync(host, "there", there, "whatever a hand in the database would like to be recorded");

        var refused = await RefusedAsync(host);
        Assert.Equal(["here", "there"], refused.Select(static entry => (string?)entry["orders"]!["refused"]!["id"]));
        Assert.All(refused, static entry => Assert.Equal("exclude", (string?)entry["orders"]!["refused"]!["act"]));
        Assert.Equal((string?)refused[0]["because"], (string?)refused[1]["because"]);
        Assert.Equal(refused[0].Select(static member => member.Key), refused[1].Select(static member => member.Key));
        Assert.Empty(await host.Stores.Changes.ClaimAsync(Stop));
    }

    [Fact]
    public async Task What_this_node_would_take_is_recorded_with_the_reason_of_the_command_line_and_is_not_taken()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);

        await NoteAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""), "the configuration there lets nobody sign it");

        Assert.Equal("by the command line: the configuration there lets nobody sign it", (string?)Assert.Single(await RefusedAsync(host))["because"]);
        Assert.Empty(host.Gateway.Orders.Book!.Documents);
    }

    [Fact]
    public async Task What_nobody_known_signed_fills_no_ledger_and_hides_nothing()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await host.Stores.Changes.RefusedAsync("junk", "cio", Encoding.UTF8.GetBytes("{}"), "b", Stop);
        await host.Stores.Changes.RefusedAsync("fake", "cio", _stranger.Order("fake", """{"vendor":"x"}""", action: "exclude"), "b", Stop);

        await NoteAsync(host, "real", _issuers.Order("real", """{"vendor":"x"}""", action: "exclude"), "b");

        Assert.Equal([null, "real"], (await RefusedAsync(host)).Select(static entry => (string?)entry["orders"]!["refused"]!["id"]));
        Assert.Equal(0, await host.ScalarAsync("SELECT count(*) FROM unrecorded_changes"));
    }

    [Fact]
    public async Task While_the_orders_cannot_be_known_it_waits()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"nobody here"}"""));
        await host.Gateway.Orders.LookNowAsync();
        await host.ExecuteAsync("DELETE FROM orders");
        await host.Gateway.Orders.LookNowAsync();
        Assert.NotNull(host.Gateway.Status().OrdersFault);

        await NoteAsync(host, "there", _issuers.Order("there", """{"vendor":"x"}""", action: "exclude"), "b");

        Assert.Empty(await RefusedAsync(host));
        Assert.Equal(1, await host.ScalarAsync("SELECT count(*) FROM unrecorded_changes WHERE kind = 'order'"));
    }

    private static async Task NoteAsync(GatewayHost host, string id, byte[] envelope, string because)
    {
        Assert.True(await host.Stores.Changes.RefusedAsync(id, "cio", envelope, because, Stop));
        await host.Gateway.Changes.LookNowAsync();
    }

    private static async Task<List<JsonObject>> RefusedAsync(GatewayHost host) => (await host.EntriesAsync()).FindAll(static entry => (string?)entry["reason"] == "refused");
}
