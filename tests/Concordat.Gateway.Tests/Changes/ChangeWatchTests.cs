using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Changes;

/// <summary>Keys that come and go, and cases that wait too long, are in the ledger: nobody makes one unseen.</summary>
public sealed class ChangeWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_of_another_process_is_recorded_with_who_and_when_and_without_its_secret()
    {
        await using var host = await GatewayHost.StartAsync();
        var made = await host.Stores.Keys.CreateAsync("maintenance", "for the bench", expires: null, "account:root", Cancellation);
        await host.Gateway.Changes.LookNowAsync();
        await host.Stores.Keys.RevokeAsync(made.Record.Id, "platform", Cancellation);
        await host.Gateway.Changes.LookNowAsync();
        await host.Gateway.Changes.LookNowAsync();

        var entries = await OfAsync(host, "api-key");
        Assert.Equal([("made", "account:root"), ("revoked", "platform")], entries.Select(entry => ((string)entry["act"]!, (string)entry["by"]!)));
        Assert.All(entries, entry => Assert.Equal((made.Record.Id, "maintenance"), ((string)entry["key"]!, (string)entry["use_case"]!)));
        Assert.Equal(["act", "by", "facts", "key", "time", "type", "use_case", "v"], entries[0].Select(static member => member.Key));
        var all = string.Concat((await host.RawEntriesAsync()).Select(Encoding.UTF8.GetString));
        Assert.DoesNotContain(made.ShownOnce[^43..], all, StringComparison.Ordinal);
        Assert.DoesNotContain("for the bench", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_nodes_that_look_at_once_record_a_change_once()
    {
        await using var host = await GatewayHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.CreateKeyAsync("one of many");
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Gateway.Changes.LookNowAsync()));
        var keys = (await OfAsync(host, "api-key")).Select(entry => (string)entry["key"]!).ToList();
        Assert.Equal((20, 20), (keys.Count, keys.Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public async Task A_key_that_is_removed_from_the_database_leaves_its_trace()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.ExecuteAsync("DELETE FROM api_keys");
        await host.Gateway.Changes.LookNowAsync();
        Assert.Equal("removed", (string?)Assert.Single(await OfAsync(host, "api-key"))["act"]);
    }

    [Fact]
    public async Task An_escalation_is_recorded_with_its_case()
    {
        await using var host = await GatewayHost.StartAsync();
        var digest = new string('1', 64);
        var opening = new CaseOpening(
            CaseType.Authorize, new HeldAction("maintenance", new string('a', 64), digest), ["3.1"], "fire", "force", TimeProvider.System.GetUtcNow().AddHours(1), digest, [1]);
        var held = (await host.Stores.Cases.OpenAsync(opening, Cancellation)).Case!;
        await host.ExecuteAsync("UPDATE cases SET escalated = 50");
        await host.Gateway.Changes.LookNowAsync();

        var entry = Assert.Single(await OfAsync(host, "escalation"));
        Assert.Equal((held.Id.Value, 50, "escalated"), ((string)entry["case"]!, (int)entry["count"]!, (string)entry["act"]!));
    }

    private static async Task<List<JsonObject>> OfAsync(GatewayHost host, string type) => [.. (await host.EntriesAsync()).Where(entry => (string?)entry["type"] == type)];
}
