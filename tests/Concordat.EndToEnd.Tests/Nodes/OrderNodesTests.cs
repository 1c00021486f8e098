using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Nodes;

/// <summary>An order that the command line takes at one installation stops every node that shares its database, and a lift lets all go on.</summary>
public sealed class OrderNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_stops_both_nodes_and_a_lift_lets_both_go_on_without_a_request_that_is_neither()
    {
        using var a = nodes.A.NewClient(nodes.Key);
        using var b = nodes.B.NewClient(nodes.Key);
        var seen = new ConcurrentBag<HttpStatusCode>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var clients = new[] { a, b }.Select(async http =>
        {
            while (!ending.IsCancellationRequested)
            {
                seen.Add(await AskAsync(http));
            }
        }).ToArray();

        await ApplyAsync("out", Now("""
            {
              "format": "concordat-order/1", "id": "out", "title": "Stop", "issuer": "cio", "official": "The CIO", "legalBasis": [{ "cite": "Memo 1" }],
              "action": "remove", "targets": [{ "useCase": "radar-maintenance" }], "issued": "NOW", "effective": "NOW"
            }
            """));
        await Eventually.TrueAsync("both nodes obey the order", () => BothAsync(a, b, HttpStatusCode.Forbidden), Stop);
        using var taken = JsonDocument.Parse(await a.GetStringAsync(new Uri("/v1/orders", UriKind.Relative), Stop));
        await ApplyAsync("back", Now($$"""
            {
              "format": "concordat-order-notice/1", "id": "back", "order": "out", "kind": "lift", "issuer": "cio", "reason": "done", "issued": "NOW", "from": "NOW",
              "orderHash": "{{taken.RootElement.GetProperty("orders")[0].GetProperty("document").GetString()}}"
            }
            """));
        await Eventually.TrueAsync("both nodes go on", () => BothAsync(a, b, HttpStatusCode.OK), Stop);
        await ending.CancelAsync();
        await Task.WhenAll(clients);

        Assert.All(seen, static status => Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.Forbidden }));
        foreach (var node in new[] { nodes.A, nodes.B })
        {
            var verified = await CommandRun.ConcordatAsync(Stop, "ledger", "verify", node.Ledger, "--key", node.LogKey);
            Assert.True(verified.Code == 0, verified.ToString());
            using var http = node.NewClient(nodes.Key);
            using var listed = JsonDocument.Parse(await http.GetStringAsync(new Uri("/v1/orders", UriKind.Relative), Stop));
            Assert.False(Assert.Single(listed.RootElement.GetProperty("orders").EnumerateArray()).GetProperty("in_force").GetBoolean());
        }
    }

    private async Task ApplyAsync(string name, string json)
    {
        var draft = Path.Combine(nodes.Home("a"), $"{name}.json");
        await File.WriteAllTextAsync(draft, json, Stop);
        await RunAsync("order", "sign", draft, "--key", Path.Combine(nodes.Home("a"), "keys", "cio.key.pem"));
        await RunAsync("order", "apply", Path.ChangeExtension(draft, ".dsse.json"), "--config", nodes.Configuration("a"));
    }

    private static string Now(string json) =>
        json.Replace("NOW", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task<bool> BothAsync(HttpClient a, HttpClient b, HttpStatusCode status) => await AskAsync(a) == status && await AskAsync(b) == status;

    private static async Task<HttpStatusCode> AskAsync(HttpClient http)
    {
        using var content = new StringContent("""{"model":"sandbox","messages":[{"role":"user","content":"Summarise the log."}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, Stop);
        return answer.StatusCode;
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var result = await CommandRun.ConcordatAsync(Stop, arguments);
        Assert.True(result.Code == 0, result.ToString());
    }
}
