using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A client lists the cases of its own use case, a page at a time, and nothing of what was asked.</summary>
public sealed class CaseListTests : IDisposable
{
    private readonly TestApprovers _people = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_follow_one_another_newest_first_without_a_gap()
    {
        await using var host = await StartAsync();
        List<string> held = [];
        foreach (var target in new[] { "hulk 1", "hulk 2", "hulk 3", "hulk 4", "hulk 5" })
        {
            held.Add(await HeldCall.HoldAsync(host, target));
        }

        List<string> listed = [];
        string? next = null;
        do
        {
            var (_, page) = await ListAsync(host, next is null ? "?limit=2" : $"?limit=2&before={next}");
            Assert.InRange(page["cases"]!.AsArray().Count, 1, 2);
            listed.AddRange(page["cases"]!.AsArray().Select(static each => (string)each!["case"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        Assert.Equal(held.OrderDescending(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task A_case_is_listed_with_its_state_and_without_content()
    {
        await using var host = await StartAsync();
        var taken = await HeldCall.HoldAsync(host);
        var open = await HeldCall.HoldAsync(host, "hulk 8");
        using (await host.PostAsync($"/v1/cases/{taken}/withdrawal", "{}"))
        {
        }

        var (_, all) = await ListAsync(host);
        Assert.Equal(["case", "type", "state", "clauses", "created", "expires"], all["cases"]![0]!.AsObject().Select(static member => member.Key));
        Assert.Equal((open, "open", "authorize"), ((string?)all["cases"]![0]!["case"], (string?)all["cases"]![0]!["state"], (string?)all["cases"]![0]!["type"]));
        Assert.Equal((taken, "withdrawn", "requester"), ((string?)all["cases"]![1]!["case"], (string?)all["cases"]![1]!["state"], (string?)all["cases"]![1]!["reason"]));
        Assert.DoesNotContain("hulk", all.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("release_weapon", all.ToJsonString(), StringComparison.Ordinal);
        var (_, filtered) = await ListAsync(host, "?state=withdrawn");
        Assert.Equal(taken, (string?)Assert.Single(filtered["cases"]!.AsArray())!["case"]);
    }

    [Fact]
    public async Task Nobody_lists_the_cases_of_another_use_case()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await host.CreateKeyAsync("other", "other"));

        Assert.Empty((await ListAsync(host)).Body["cases"]!.AsArray());
        Assert.Empty((await ListAsync(host, "?use_case=maintenance&useCase=maintenance")).Body["cases"]!.AsArray());
        Assert.Empty((await ListAsync(host, $"?before={id[..^1]}f")).Body["cases"]!.AsArray());
        host.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await ListAsync(host)).Status);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("state=Open", "state")]
    [InlineData("state=", "state")]
    [InlineData("before=4711", "before")]
    [InlineData("before=case_%27%20OR%201=1", "before")]
    public async Task What_cannot_be_read_is_refused_by_name(string query, string param)
    {
        await using var host = await StartAsync();
        var (status, body) = await ListAsync(host, $"?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request", param), (status, (string?)body["error"]!["code"], (string?)body["error"]!["param"]));
    }

    public void Dispose() => _people.Dispose();

    private static async Task<(HttpStatusCode Status, JsonNode Body)> ListAsync(GatewayHost host, string query = "")
    {
        using var response = await host.Client.GetAsync(new Uri($"/v1/cases{query}", UriKind.Relative), Cancellation);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(config => GrantTests.Fires(_people.Register(config)));
}
