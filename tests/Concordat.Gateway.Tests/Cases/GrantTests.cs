using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A call of force goes through when two people signed exactly it, once; every way around is tried.</summary>
public sealed class GrantTests : IDisposable
{
    private const string Target = HeldCall.Target;

    private readonly TestApprovers _people = new();

    [Fact]
    public async Task Two_people_release_exactly_one_call_once()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);

        Assert.Equal("other-action", (await HeldCall.SendAsync(host, "hulk 8", id)).Release);
        var released = await HeldCall.SendAsync(host, Target, id);
        Assert.Equal((HttpStatusCode.OK, "released"), (released.Status, released.Release));
        Assert.Contains(Target, released.Body, StringComparison.Ordinal);
        Assert.Equal("consumed", (await HeldCall.SendAsync(host, Target, id)).Release);
    }

    [Fact]
    public async Task An_agreement_that_asks_for_three_people_is_not_content_with_two()
    {
        var agreement = SignedBaseAgreement.With(
            "agreement.json", "\"noticeDays\"", "\"quorums\": { \"force\": [\"department:commander\", \"department:official\", \"vendor:official\"] },\n    \"noticeDays\"");
        ConcordatConfig? config = null;
        await using var host = await StartAsync(made => config = made);
        await host.Gateway.ApplyAsync(config!, agreement, new string('1', 64), TestContext.Current.CancellationToken);
        var id = await HeldCall.HoldAsync(host);
        var (_, shown) = await _people.ReadAsync(host, id, "commander");
        await _people.GrantAsync(host, id, TestApprovers.Command);

        Assert.Contains("official of vendor", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, "open"), Of(await HeldCall.SendAsync(host, Target, id)));
    }

    [Fact]
    public async Task One_person_is_not_enough_and_does_not_count_twice()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, "commander");

        Assert.Equal("already_signed", await RefusedAsync(host, id, "commander"));
        Assert.Equal((HttpStatusCode.Forbidden, "open"), Of(await HeldCall.SendAsync(host, Target, id)));
    }

    [Theory]
    [InlineData("reviewer", "no_seat")]
    [InlineData("requester", "requester")]
    public async Task Who_has_no_say_is_not_even_shown_the_action(string person, string code)
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);

        var (status, body) = await _people.ReadAsync(host, id, person);
        Assert.Equal((HttpStatusCode.Forbidden, code), (status, body["error"]!["code"]!.GetValue<string>()));
        Assert.DoesNotContain(Target, body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_signs_for_somebody_else_or_with_an_unknown_key()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        var shown = (await _people.ReadAsync(host, id, "commander")).Body;
        var statement = TestApprovers.Statement(id, "commander", DecisionAct.Grant, shown);

        Assert.Equal("not_an_approver", await CodeAsync(host, id, statement, "official"));
        using var stranger = Signing.SigningKey.Generate(Signing.SignatureAlgorithm.Ed25519);
        var (_, body) = await TestApprovers.PostAsync(host, id, "decisions", statement, stranger);
        Assert.Equal("not_an_approver", body["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_signature_over_other_bytes_or_another_text_or_another_time_is_not_taken()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        var shown = (await _people.ReadAsync(host, id, "commander")).Body;
        var statement = TestApprovers.Statement(id, "commander", DecisionAct.Grant, shown);

        Assert.Equal("other_action", await CodeAsync(host, id, statement with { Action = new string('0', 64) }, "commander"));
        Assert.Equal("other_action", await CodeAsync(host, id, statement with { TextHash = new string('0', 64) }, "commander"));
        Assert.Equal("stale_statement", await CodeAsync(host, id, statement with { Time = statement.Time.AddMinutes(-6) }, "commander"));
        Assert.Equal("invalid_statement", await CodeAsync(host, id, statement with { Case = CaseId.New(TimeProvider.System) }, "commander"));
        Assert.Equal("invalid_statement", await CodeAsync(host, id, statement with { Act = DecisionAct.Read }, "commander"));
    }

    [Fact]
    public async Task A_grant_faster_than_reading_is_refused_recorded_and_counted()
    {
        await using var host = await StartAsync(config => config with { Limits = config.Limits with { ReadingTime = TimeSpan.FromHours(1) } });
        var id = await HeldCall.HoldAsync(host);

        Assert.Equal("too_fast", await RefusedAsync(host, id, "commander"));
        var entry = (await host.EntriesAsync()).Last(e => e["type"]!.GetValue<string>() == "case-decision");
        Assert.Equal(("too_fast", "commander"), (entry["error"]!.GetValue<string>(), entry["approver"]!.GetValue<string>()));
        Assert.Contains("concordat_case_acts_total{result=\"too_fast\"} 1", host.Gateway.RenderMetrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_signed_in_elsewhere_is_shown_the_action_and_hands_in_their_own_statement_only()
    {
        await using var host = await StartAsync();
        Assert.True(CaseId.TryParse(await HeldCall.HoldAsync(host), out var id));
        var shown = await host.Gateway.ShowCaseAsync(id, "commander", TestContext.Current.CancellationToken);
        var text = ActionText.Render(shown.Action!.Document);
        Assert.Contains(Target, text, StringComparison.Ordinal);
        Assert.NotNull(shown.Earliest);
        var statement = new DecisionStatement(
            DecisionAct.Grant, id, shown.Action.Digest, ActionText.Hash(text), "commander", "", TimeProvider.System.GetUtcNow()).Sign(_people.Key("commander")).ToJson();

        var others = await host.Gateway.DecideCaseAsync(id, "official", statement, TestContext.Current.CancellationToken);
        Assert.Contains("signed by somebody else", others.Error, StringComparison.Ordinal);
        Assert.Empty((await host.Gateway.ShowCaseAsync(id, "official", TestContext.Current.CancellationToken)).File!.Signatures);
        var own = await host.Gateway.DecideCaseAsync(id, "commander", statement, TestContext.Current.CancellationToken);
        Assert.Null(own.Error);
        Assert.Single(own.File!.Signatures);
    }

    [Theory]
    [InlineData("reviewer")]
    [InlineData("requester")]
    [InlineData("nobody")]
    public async Task Who_has_no_say_is_shown_nothing_though_signed_in_elsewhere(string person)
    {
        await using var host = await StartAsync();
        Assert.True(CaseId.TryParse(await HeldCall.HoldAsync(host), out var id));
        var answer = await host.Gateway.ShowCaseAsync(id, person, TestContext.Current.CancellationToken);

        Assert.NotNull(answer.Error);
        Assert.Null(answer.Action);
        Assert.Null(answer.File);
    }

    [Fact]
    public async Task A_denied_act_is_not_asked_again()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, "commander");
        await _people.DecideAsync(host, id, "official", DecisionAct.Deny);

        var again = await HeldCall.SendAsync(host, Target, null);
        Assert.Equal((HttpStatusCode.Forbidden, id, "denied"), (again.Status, again.Case, again.Release));
        Assert.Equal("case_closed", await RefusedAsync(host, id, "commander"));
    }

    [Fact]
    public async Task A_revoked_grant_releases_nothing()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);
        await _people.DecideAsync(host, id, "official", DecisionAct.Revoke);

        Assert.Equal((HttpStatusCode.Forbidden, "revoked"), Of(await HeldCall.SendAsync(host, Target, id)));
    }

    [Fact]
    public async Task A_row_that_says_granted_without_signatures_releases_nothing()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await host.ExecuteAsync("UPDATE cases SET state = 'granted'");

        Assert.Equal((HttpStatusCode.Forbidden, "unproven"), Of(await HeldCall.SendAsync(host, Target, id)));
    }

    [Fact]
    public async Task The_signature_of_somebody_who_may_no_longer_decide_does_not_count()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);
        var config = Fires(_people.Register(TestConfig.Default(host.Directory)));
        await host.Gateway.ApplyAsync(
            config with { Approvers = [.. config.Approvers.Where(approver => approver.Id != "official")] }, SignedBaseAgreement.Agreement,
            new string('1', 64), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Forbidden, "unproven"), Of(await HeldCall.SendAsync(host, Target, id)));
    }

    [Fact]
    public async Task A_changed_tool_definition_is_another_action()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);

        Assert.Equal((HttpStatusCode.Forbidden, "other-action"), Of(await HeldCall.SendAsync(host, Target, id, description: "harmless")));
        Assert.Equal(HttpStatusCode.OK, (await HeldCall.SendAsync(host, Target, id)).Status);
    }

    [Fact]
    public async Task Parallel_resubmissions_release_the_call_once()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);

        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => HeldCall.SendAsync(host, Target, id)));
        Assert.Equal(1, sent.Count(answer => answer.Status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task The_record_names_who_signed_and_holds_no_argument()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);
        await HeldCall.SendAsync(host, Target, id);

        var entries = await host.EntriesAsync();
        var decisions = entries.Where(e => e["type"]!.GetValue<string>() == "case-decision").ToList();
        Assert.Equal(TestApprovers.Command, decisions.Select(e => e["approver"]!.GetValue<string>()));
        Assert.All(decisions, e => Assert.Equal(id, e["case"]!.GetValue<string>()));
        Assert.DoesNotContain(entries, e => e.ToJsonString().Contains(Target, StringComparison.Ordinal));
        Assert.Equal("released", entries[^1]["calls"]![0]!["release"]!.GetValue<string>());
        Assert.DoesNotContain(Target, System.Text.Encoding.Latin1.GetString(await host.DatabaseBytesAsync()), StringComparison.Ordinal);
        foreach (var raw in await host.RawEntriesAsync())
        {
            Assert.Equal(raw, Signing.CanonicalJson.Canonicalize(raw));
        }
    }

    [Fact]
    public async Task The_grant_is_handed_out_when_it_was_used_and_only_to_its_use_case()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);
        Assert.DoesNotContain("statement", await host.Client.GetStringAsync(new Uri($"/v1/cases/{id}", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await HeldCall.SendAsync(host, Target, id);

        var grant = JsonNode.Parse(await host.Client.GetStringAsync(new Uri($"/v1/cases/{id}", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.Equal("consumed", grant["state"]!.GetValue<string>());
        Assert.Equal(2, grant["signatures"]!.AsArray().Count(signature => signature!["statement"] is not null));
        using var anonymous = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var refused = await anonymous.GetAsync(new Uri($"/v1/cases/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    public void Dispose() => _people.Dispose();

    internal static ConcordatConfig Fires(ConcordatConfig config) => config with { UseCases = [config.UseCases[0] with { Functions = ["fires"] }] };

    private static (HttpStatusCode, string?) Of((HttpStatusCode Status, string? Case, string? Release, string Body) answer) => (answer.Status, answer.Release);

    private Task<GatewayHost> StartAsync(Func<ConcordatConfig, ConcordatConfig>? configure = null) => GatewayHost.StartAsync(config =>
    {
        var ready = Fires(_people.Register(config));
        return configure?.Invoke(ready) ?? ready;
    });

    private async Task<string> RefusedAsync(GatewayHost host, string id, string person)
    {
        var (status, body) = await _people.DecideAsync(host, id, person, DecisionAct.Grant);
        Assert.NotEqual(HttpStatusCode.OK, status);
        return body["error"]!["code"]!.GetValue<string>();
    }

    private async Task<string> CodeAsync(GatewayHost host, string id, DecisionStatement statement, string signer)
    {
        var (status, body) = await TestApprovers.PostAsync(host, id, "decisions", statement, _people.Key(signer));
        Assert.NotEqual(HttpStatusCode.OK, status);
        return body["error"]!["code"]!.GetValue<string>();
    }
}
