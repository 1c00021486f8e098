using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Shadow;

/// <summary>The figures of candidates over HTTP: those of the command line, of the key's own use case alone.</summary>
public sealed class ShadowReportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_sees_how_candidates_compare_in_its_own_use_case_and_nobody_else_does()
    {
        await using var host = await GatewayHost.StartAsync();
        foreach (var (useCase, agrees) in ((string, bool)[])[("maintenance", true), ("maintenance", false), ("other", true)])
        {
            await host.Ledger.AppendAsync(Comparison(useCase, agrees), Stop);
        }

        await host.Ledger.IntegrateAsync();
        var stranger = await host.Stores.Keys.CreateAsync("third", "test", expires: null, Stop);
        await host.RefreshKeysAsync();

        var own = await AskAsync(host, host.ApiKey);
        var none = await AskAsync(host, stranger.ShownOnce);
        var everyone = await host.Gateway.CompareCandidatesAsync(Stop);

        Assert.True(own["entries"]!.GetValue<long>() >= 3);
        var line = Assert.Single(own["candidates"]!.AsArray())!;
        Assert.Equal(("new", "old", 2, 1), (line["candidate"]!.GetValue<string>(), line["with"]!.GetValue<string>(), line["copies"]!.GetValue<int>(), line["agree"]!.GetValue<int>()));
        Assert.Equal((2m, 0.5m, 0.25m), (line["length"]!.GetValue<decimal>(), line["first_byte"]!.GetValue<decimal>(), line["cost_ratio"]!.GetValue<decimal>()));
        Assert.Empty(none["candidates"]!.AsArray());
        Assert.Equal(3, Assert.Single(everyone).Copies);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("ck_nobody", HttpStatusCode.Unauthorized)]
    public async Task Without_a_key_nothing_is_shown(string? key, HttpStatusCode status)
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/deployments/shadow");
        request.Headers.TryAddWithoutValidation("Authorization", key is null ? "" : "Bearer " + key);
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };

        using var answer = await client.SendAsync(request, Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static byte[] Comparison(string useCase, bool agrees)
    {
        var comparison = new JsonObject
        {
            ["agrees"] = agrees, ["answered"] = true, ["cost"] = "0.1", ["first_byte"] = 500, ["length"] = 2000, ["of"] = 1, ["other_cost"] = "0.4",
            ["same_calls"] = agrees, ["same_end"] = true, ["same_verdict"] = true, ["with"] = "old",
        };
        return System.Text.Encoding.UTF8.GetBytes(
            new JsonObject { ["deployment"] = "new", ["facts"] = new JsonObject { ["comparison"] = comparison }, ["type"] = "comparison", ["use_case"] = useCase }.ToJsonString());
    }

    private static async Task<JsonNode> AskAsync(GatewayHost host, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/deployments/shadow");
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await host.Client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
    }
}
