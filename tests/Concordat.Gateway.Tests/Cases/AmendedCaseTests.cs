using System.Net;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>An amendment strands no case: what was asked under the former agreement ends, says so, and lets nothing through.</summary>
public sealed class AmendedCaseTests : IDisposable
{
    private static readonly Lazy<Agreement> Amended = new(() => SignedBaseAgreement.With("agreement.json", "\"version\": \"1.0.0\"", "\"version\": \"1.0.1\""));

    private readonly TestApprovers _people = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_cases_and_unused_grants_of_the_former_agreement_end_with_a_reason_and_are_recorded()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var granted = await HeldCall.HoldAsync(host, "hulk 7");
        var open = await HeldCall.HoldAsync(host, "hulk 8");
        await AmendAsync(host);

        foreach (var id in new[] { granted, open })
        {
            var shown = JsonNode.Parse(await host.Client.GetStringAsync(new Uri($"/v1/cases/{id}", UriKind.Relative), Cancellation))!;
            Assert.Equal(("expired", "superseded"), ((string?)shown["state"], (string?)shown["reason"]));
        }

        var ends = (await host.EntriesAsync()).FindAll(entry => (string?)entry["type"] == "case-end");
        Assert.Equal(new[] { granted, open }.Order(), ends.Select(entry => (string)entry["case"]!).Order());
        Assert.All(ends, entry => Assert.Equal(("superseded", "maintenance"), ((string?)entry["act"], (string?)entry["use_case"])));
        Assert.All(ends, entry => Assert.Equal(["act", "case", "facts", "time", "type", "use_case", "v"], entry.Select(static member => member.Key)));
    }

    [Fact]
    public async Task A_grant_of_the_former_agreement_lets_nothing_through_and_the_client_is_told_why()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldImageAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Panel);
        await TestSuite.ApplyAsync(host, Amended.Value, _people.Register); // the sweep may come before it or after it

        using var again = await host.PostAsync("/v1/chat/completions", TestSuite.Image, ("Concordat-Case", id));
        var text = await again.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Contains("was opened under another agreement, and this was decided anew", text, StringComparison.Ordinal);
        Assert.Equal("superseded", (string?)(await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "decision")["release"]);
        Assert.NotEqual(id, again.Headers.GetValues("Concordat-Case").Single());

        await _people.GrantAsync(host, again.Headers.GetValues("Concordat-Case").Single(), TestApprovers.Panel);
        using var released = await host.PostAsync("/v1/chat/completions", TestSuite.Image, ("Concordat-Case", again.Headers.GetValues("Concordat-Case").Single()));
        Assert.Equal(HttpStatusCode.OK, released.StatusCode);
    }

    [Theory]
    [InlineData(DecisionAct.Deny, "denied")]
    [InlineData(DecisionAct.Withdraw, "withdrawn")]
    public async Task No_can_be_said_under_any_agreement_and_yes_cannot(DecisionAct act, string state)
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldImageAsync(host);
        await host.ExecuteAsync($"UPDATE cases SET agreement = '{new string('a', 64)}'"); // as a node opens it that has not reloaded yet

        var (status, body) = await _people.DecideAsync(host, id, "reviewer", DecisionAct.Grant);
        Assert.Equal((HttpStatusCode.Conflict, "other_agreement"), (status, (string?)body["error"]!["code"]));
        (status, body) = await _people.DecideAsync(host, id, "reviewer", act);
        Assert.Equal((HttpStatusCode.OK, state), (status, (string?)body["state"]));
    }

    [Fact]
    public async Task What_has_ended_is_decided_no_more_and_the_answer_says_what_to_do()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldImageAsync(host);
        await AmendAsync(host);

        var (status, body) = await _people.DecideAsync(host, id, "reviewer", DecisionAct.Deny);
        Assert.Equal((HttpStatusCode.Conflict, "case_closed"), (status, (string?)body["error"]!["code"]));
        Assert.Contains("no longer in force; resubmit the request, it is decided anew", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_of_the_same_agreement_ends_nothing()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldImageAsync(host);
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.Agreement, _people.Register);
        await host.Gateway.Cases.LookNowAsync();

        await _people.GrantAsync(host, id, TestApprovers.Panel);
        using var released = await host.PostAsync("/v1/chat/completions", TestSuite.Image, ("Concordat-Case", id));
        Assert.Equal(HttpStatusCode.OK, released.StatusCode);
    }

    [Fact]
    public async Task The_time_of_a_case_is_over_when_it_is_and_not_when_somebody_looks()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldImageAsync(host);
        await host.ExecuteAsync("UPDATE cases SET expires = created + 1");
        await host.Gateway.Cases.LookNowAsync();
        await host.Gateway.Changes.LookNowAsync();

        var end = Assert.Single(await host.EntriesAsync(), entry => (string?)entry["type"] == "case-end");
        Assert.Equal(("expired", id), ((string?)end["act"], (string?)end["case"]));
    }

    [Fact]
    public async Task What_was_under_way_when_the_agreement_changed_is_ended_later()
    {
        var clock = new MovableTime(elapses: true);
        await using var host = await GatewayHost.StartAsync(_people.Register, clock);
        await AmendAsync(host);
        clock.Advance(TimeSpan.FromSeconds(1));
        var id = await HoldImageAsync(host);
        await host.ExecuteAsync($"UPDATE cases SET agreement = '{SignedBaseAgreement.Agreement.Hash}'"); // as a request opens it that began before

        await host.Gateway.Cases.LookNowAsync();
        Assert.Equal("open", await StateAsync(host, id)); // another node may still be about to take the amendment
        clock.Advance(TimeSpan.FromMinutes(6));
        await host.Gateway.Cases.LookNowAsync();
        Assert.Equal("expired", await StateAsync(host, id));
    }

    [Fact]
    public async Task A_node_that_serves_under_the_former_agreement_again_ends_no_case_of_the_newer_one()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        await AmendAsync(host);
        var id = await HoldImageAsync(host);
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.Agreement, _people.Register);
        await host.Gateway.Cases.LookNowAsync();
        Assert.Equal("open", await StateAsync(host, id));

        await TestSuite.ApplyAsync(host, Amended.Value, _people.Register);
        await host.Gateway.Cases.LookNowAsync();
        await _people.GrantAsync(host, id, TestApprovers.Panel);
        using var released = await host.PostAsync("/v1/chat/completions", TestSuite.Image, ("Concordat-Case", id));
        Assert.Equal(HttpStatusCode.OK, released.StatusCode);
    }

    public void Dispose() => _people.Dispose();

    private static async Task<string> StateAsync(GatewayHost host, string id) =>
        (string)JsonNode.Parse(await host.Client.GetStringAsync(new Uri($"/v1/cases/{id}", UriKind.Relative), Cancellation))!["state"]!;

    private static async Task<string> HoldImageAsync(GatewayHost host)
    {
        using var held = await host.PostAsync("/v1/chat/completions", TestSuite.Image);
        return held.Headers.GetValues("Concordat-Case").Single();
    }

    private async Task AmendAsync(GatewayHost host)
    {
        await TestSuite.ApplyAsync(host, Amended.Value, _people.Register);
        await host.Gateway.Cases.LookNowAsync();
        await host.Gateway.Changes.LookNowAsync();
    }
}
