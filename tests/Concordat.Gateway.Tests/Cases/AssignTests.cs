using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A case is put before a person by name, by the signature of somebody who may decide it; it makes nobody an approver who is none.</summary>
public sealed class AssignTests : IDisposable
{
    private readonly TestApprovers _people = new();

    [Fact]
    public async Task A_case_is_assigned_by_signature_and_that_is_in_the_ledger_before_it_counts()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);

        var (status, body) = await AssignAsync(host, id, "commander", "official");
        Assert.Equal((HttpStatusCode.OK, "open", "official"), (status, body["state"]!.GetValue<string>(), body["assignee"]!.GetValue<string>()));
        var entry = (await host.EntriesAsync())[(int)body["entry"]!.GetValue<long>()];
        Assert.Equal(("assign", "commander", "official"), (entry["act"]!.GetValue<string>(), entry["approver"]!.GetValue<string>(), entry["assignee"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Who_stands_by_grants_what_was_assigned_to_them_and_not_before()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        var (_, early) = await _people.DecideAsync(host, id, "official", DecisionAct.Grant);
        Assert.Equal("not_asked_yet", early["error"]!["code"]!.GetValue<string>());

        await AssignAsync(host, id, "commander", "official");
        await _people.GrantAsync(host, id, TestApprovers.Command);
        Assert.Equal("released", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
    }

    [Theory]
    [InlineData("commander", "reviewer", "no_seat")]
    [InlineData("commander", "requester", "requester")]
    [InlineData("commander", "nobody", "not_assignable")]
    [InlineData("commander", "", "not_assignable")]
    [InlineData("reviewer", "official", "no_seat")]
    [InlineData("requester", "official", "requester")]
    public async Task Nobody_who_has_no_say_assigns_or_is_assigned(string by, string to, string code)
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);

        Assert.Equal(code, (await AssignAsync(host, id, by, to)).Body["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_decided_case_is_not_assigned_and_the_attempt_is_recorded()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.DecideAsync(host, id, "commander", DecisionAct.Deny);

        Assert.Equal("case_closed", (await AssignAsync(host, id, "commander", "official")).Body["error"]!["code"]!.GetValue<string>());
        Assert.Equal("case_closed", (await host.EntriesAsync())[^1]["error"]!.GetValue<string>());
    }

    public void Dispose() => _people.Dispose();

    private async Task<(HttpStatusCode Status, JsonNode Body)> AssignAsync(GatewayHost host, string id, string by, string to)
    {
        var (status, shown) = await _people.ReadAsync(host, id, by);
        return status != HttpStatusCode.OK
            ? (status, shown)
            : await TestApprovers.PostAsync(host, id, "decisions", TestApprovers.Statement(id, by, DecisionAct.Assign, shown) with { Assignee = to }, _people.Key(by));
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(config =>
    {
        var people = GrantTests.Fires(_people.Register(config));
        return people with { Approvers = [.. people.Approvers.Select(StandingBy)] };
    });

    private static ApproverConfig StandingBy(ApproverConfig person) => person.Id is "official" ? person with { StandBy = 50 } : person;
}
