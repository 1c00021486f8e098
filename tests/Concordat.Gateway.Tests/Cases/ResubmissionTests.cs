using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A ruling releases exactly the request that was held, once, and nothing like it.</summary>
public sealed class ResubmissionTests
{
    private const string Held = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""";
    private const string Reordered = """{ "messages":[{"content":[{"image_url":{"url":"https://example.com/x.png"},"type":"image_url"}],"role":"user"}], "model":"sandbox" }""";
    private const string Other = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/y.png"}}]}]}""";

    [Fact]
    public async Task A_granted_ruling_releases_the_same_request_once()
    {
        await using var host = await GatewayHost.StartAsync();
        var id = await HoldAsync(host);
        await DecideAsync(host, id, CaseDecision.Grant);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Reordered, id));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, Held, id));
    }

    [Fact]
    public async Task A_granted_ruling_releases_no_other_request()
    {
        await using var host = await GatewayHost.StartAsync();
        var id = await HoldAsync(host);
        await DecideAsync(host, id, CaseDecision.Grant);

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, Other, id));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Held, id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CaseDecision.Deny)]
    public async Task An_open_or_denied_case_releases_nothing(CaseDecision? decision)
    {
        await using var host = await GatewayHost.StartAsync();
        var id = await HoldAsync(host);
        if (decision is { } made)
        {
            await DecideAsync(host, id, made);
        }

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, Held, id));
    }

    [Fact]
    public async Task Holding_the_same_request_again_opens_no_second_case()
    {
        await using var host = await GatewayHost.StartAsync();

        Assert.Equal(await HoldAsync(host), await HoldAsync(host));
        Assert.Equal(1, await host.Stores.Cases.CountOpenAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Parallel_resubmissions_release_the_request_once()
    {
        await using var host = await GatewayHost.StartAsync();
        var id = await HoldAsync(host);
        await DecideAsync(host, id, CaseDecision.Grant);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(host, Held, id)));

        Assert.Equal(1, statuses.Count(status => status == HttpStatusCode.OK));
    }

    private static async Task<string> HoldAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Held);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;
        Assert.Equal("agreement_hold", error["type"]!.GetValue<string>());
        return error["concordat"]!["case"]!.GetValue<string>();
    }

    private static async Task DecideAsync(GatewayHost host, string id, CaseDecision decision)
    {
        Assert.True(CaseId.TryParse(id, out var named));
        Assert.True((await host.Stores.Cases.DecideAsync(named, decision, "panel", "seen", TestContext.Current.CancellationToken)).IsDone);
    }

    private static async Task<HttpStatusCode> SendAsync(GatewayHost host, string body, string id)
    {
        using var response = await host.PostAsync("/v1/chat/completions", body, ("Concordat-Case", id));
        return response.StatusCode;
    }
}
