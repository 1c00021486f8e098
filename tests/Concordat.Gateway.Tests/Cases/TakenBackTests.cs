using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>The key that asked takes its open case back, and nobody else, and nothing else.</summary>
public sealed class TakenBackTests : IDisposable
{
    private const string Grey =
        """{"model":"sandbox","messages":[{"role":"user","content":"Set up continuous monitoring of the emails of all residents for keywords about the president"}]}""";

    private static readonly Lazy<Agreement> Continuing = new(() => SignedBaseAgreement.With("agreement.json", "\"continuity\": \"hold\"", "\"continuity\": \"continue\""));

    private readonly TestApprovers _people = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_case_is_taken_back_once_and_recorded_and_lets_nothing_through()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, "commander");

        var (status, body) = await TakeBackAsync(host, id);
        Assert.Equal((HttpStatusCode.OK, "withdrawn", "requester"), (status, (string?)body["state"], (string?)body["reason"]));
        Assert.DoesNotContain("action", body.AsObject().Select(static member => member.Key));
        Assert.Equal((HttpStatusCode.Conflict, "case_closed"), CodeOf(await TakeBackAsync(host, id)));
        await host.Gateway.Changes.LookNowAsync();
        var end = Assert.Single(await host.EntriesAsync(), static entry => (string?)entry["type"] == "case-end");
        Assert.Equal(["act", "by", "case", "facts", "time", "type", "use_case", "v"], end.Select(static member => member.Key));
        Assert.Equal(("withdrawn", id, "maintenance"), ((string?)end["act"], (string?)end["case"], (string?)end["use_case"]));
        Assert.Equal($"key:{(string)(await host.EntriesAsync()).First(static entry => entry["key"] is not null && (string?)entry["type"] == "decision")["key"]!}", (string?)end["by"]);

        var (refused, told) = await _people.DecideAsync(host, id, "official", DecisionAct.Grant);
        Assert.Equal((HttpStatusCode.Conflict, "case_closed"), CodeOf((refused, told)));
        var again = await HeldCall.SendAsync(host, HeldCall.Target, id);
        Assert.Equal((HttpStatusCode.Forbidden, "withdrawn"), (again.Status, again.Release));
        Assert.NotEqual(id, again.Case); // asked anew, and signed anew
    }

    [Fact]
    public async Task Nobody_takes_back_what_another_key_asked_for()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);

        Assert.Equal((HttpStatusCode.NotFound, "case_not_found"), CodeOf(await TakeBackAsync(host, id, await host.CreateKeyAsync("other", "other"))));
        Assert.Equal((HttpStatusCode.Forbidden, "other_key"), CodeOf(await TakeBackAsync(host, id, await host.CreateKeyAsync("second"))));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), CodeOf(await TakeBackAsync(host, id, "no-key")));
        Assert.Equal((HttpStatusCode.NotFound, "case_not_found"), CodeOf(await TakeBackAsync(host, "case_00000000000000000000000000000000")));
        Assert.Equal((HttpStatusCode.NotFound, "route_not_found"), CodeOf(await TakeBackAsync(host, "4711")));
        Assert.Equal("open", (string?)(await ShowAsync(host, id))["state"]);
    }

    [Theory]
    [InlineData("granted")]
    [InlineData("denied")]
    [InlineData("consumed")]
    public async Task What_people_have_decided_is_not_taken_back(string state)
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        if (state == "denied")
        {
            await _people.DecideAsync(host, id, "official", DecisionAct.Deny);
        }
        else
        {
            await _people.GrantAsync(host, id, TestApprovers.Command);
        }

        if (state == "consumed")
        {
            await HeldCall.SendAsync(host, HeldCall.Target, id);
        }

        Assert.Equal((HttpStatusCode.Conflict, "case_closed"), CodeOf(await TakeBackAsync(host, id)));
        Assert.Equal(state, (string?)(await ShowAsync(host, id))["state"]);
    }

    [Fact]
    public async Task A_case_whose_action_was_put_in_place_of_another_is_not_taken_back()
    {
        await using var host = await StartAsync();
        var own = await HeldCall.HoldAsync(host);
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await host.CreateKeyAsync("second"));
        var others = await HeldCall.HoldAsync(host);
        Assert.NotEqual(own, others);
        await host.ExecuteAsync($"UPDATE cases SET sealed = (SELECT sealed FROM cases WHERE id = '{others}') WHERE id = '{own}'");

        Assert.Equal((HttpStatusCode.Conflict, "case_without_action"), CodeOf(await TakeBackAsync(host, own)));
    }

    [Fact]
    public async Task What_people_rule_on_while_the_work_goes_on_is_not_taken_from_them()
    {
        await using var host = await StartAsync(Continuing.Value);
        await TestSuite.CertifyAsync(host);
        using var answer = await host.PostAsync("/v1/chat/completions", Grey);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var notice = answer.Headers.GetValues("Concordat-Notice").Single();
        var id = notice[notice.IndexOf("case_", StringComparison.Ordinal)..];

        Assert.Equal((HttpStatusCode.Conflict, "ruled_beside"), CodeOf(await TakeBackAsync(host, id)));
        Assert.Equal("open", (string?)(await ShowAsync(host, id))["state"]);
    }

    [Fact]
    public async Task Where_work_waits_for_a_ruling_whoever_asked_takes_it_back()
    {
        await using var host = await StartAsync();
        using var held = await host.PostAsync("/v1/chat/completions", TestSuite.Image);

        Assert.Equal(HttpStatusCode.OK, (await TakeBackAsync(host, held.Headers.GetValues("Concordat-Case").Single())).Status);
    }

    public void Dispose() => _people.Dispose();

    private static (HttpStatusCode, string?) CodeOf((HttpStatusCode Status, JsonNode Body) answer) => (answer.Status, (string?)answer.Body["error"]?["code"]);

    private static async Task<JsonNode> ShowAsync(GatewayHost host, string id) =>
        JsonNode.Parse(await host.Client.GetStringAsync(new Uri($"/v1/cases/{id}", UriKind.Relative), Cancellation))!;

    private static async Task<(HttpStatusCode Status, JsonNode Body)> TakeBackAsync(GatewayHost host, string id, string? key = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/cases/{id}/withdrawal", UriKind.Relative));
        message.Headers.Authorization = key is null ? host.Client.DefaultRequestHeaders.Authorization : new AuthenticationHeaderValue("Bearer", key);
        using var response = await host.Client.SendAsync(message, Cancellation);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    private Task<GatewayHost> StartAsync(Agreement? agreement = null) => GatewayHost.StartAsync(config => GrantTests.Fires(_people.Register(config)), agreement: agreement);
}
