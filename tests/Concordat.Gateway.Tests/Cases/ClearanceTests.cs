using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>Nobody reads or decides what is marked above their clearance, whichever way they come.</summary>
public sealed class ClearanceTests : IDisposable
{
    private const string Force = """{"model":"sandbox","messages":[{"role":"user","content":"Go on as planned. [[call: release_weapon {\"target\":\"hulk 7\"}]]"}],"tools":[{"type":"function","function":{"name":"release_weapon","description":"Fires."}}]}""";

    private readonly TestApprovers _people = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UNCLASSIFIED", "CUI", "above_clearance")]
    [InlineData("CUI", "CUI", null)]
    [InlineData("TOP SECRET", "CUI", null)]
    [InlineData(null, "CUI", null)]
    [InlineData("UNCLASSIFIED", null, null)]
    [InlineData("a word that is no level", "CUI", "above_clearance")]
    public async Task A_case_is_read_by_those_only_who_are_cleared_for_its_marking(string? clearance, string? label, string? refused)
    {
        await using var host = await StartAsync(clearance);
        var id = await HoldAsync(host, label);
        var (status, body) = await _people.ReadAsync(host, id, "official");

        Assert.True(refused == body["error"]?["code"]?.GetValue<string>(), body["action"] is null ? body.ToJsonString() : ActionOf(body));
        Assert.Equal(refused is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
        Assert.Equal(refused is null, body.ToJsonString().Contains("hulk 7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DecisionAct.Grant)]
    [InlineData(DecisionAct.Deny)]
    [InlineData(DecisionAct.Withdraw)]
    public async Task What_somebody_else_was_shown_is_not_decided_by_who_may_not_see_it(DecisionAct act)
    {
        await using var host = await StartAsync("UNCLASSIFIED");
        var id = await HoldAsync(host, "CUI");
        var (_, shown) = await _people.ReadAsync(host, id, "commander");
        var (status, body) = await TestApprovers.PostAsync(host, id, "decisions", TestApprovers.Statement(id, "official", act, shown), _people.Key("official"));

        Assert.Equal((HttpStatusCode.Forbidden, "above_clearance"), (status, body["error"]!["code"]!.GetValue<string>()));
        Assert.DoesNotContain(await host.EntriesAsync(), static entry => entry["type"]!.GetValue<string>() == "case-decision");
    }

    [Fact]
    public async Task Who_is_signed_in_elsewhere_is_shown_nothing_and_hands_nothing_in()
    {
        await using var host = await StartAsync("UNCLASSIFIED");
        Assert.True(CaseId.TryParse(await HoldAsync(host, "CUI"), out var id));
        var shown = await host.Gateway.ShowCaseAsync(id, "official", Stop);
        Assert.Contains("above the clearance", shown.Error, StringComparison.Ordinal);
        Assert.Null(shown.Action);
        var action = (await host.Gateway.ShowCaseAsync(id, "commander", Stop)).Action!;
        var statement = new DecisionStatement(
            DecisionAct.Grant, id, action.Digest, ActionText.Hash(ActionText.Render(action.Document)), "official", "", TimeProvider.System.GetUtcNow());

        var taken = await host.Gateway.DecideCaseAsync(id, "official", statement.Sign(_people.Key("official")).ToJson(), Stop);
        Assert.Contains("above the clearance", taken.Error, StringComparison.Ordinal);
        Assert.Empty((await host.Gateway.ShowCaseAsync(id, "commander", Stop)).File!.Signatures);
    }

    [Fact]
    public async Task A_case_is_not_put_before_who_may_not_see_it()
    {
        await using var host = await StartAsync("UNCLASSIFIED");
        var id = await HoldAsync(host, "CUI");
        var (_, shown) = await _people.ReadAsync(host, id, "commander");
        var statement = TestApprovers.Statement(id, "commander", DecisionAct.Assign, shown) with { Assignee = "official" };
        var (_, body) = await TestApprovers.PostAsync(host, id, "decisions", statement, _people.Key("commander"));

        Assert.Equal("above_clearance", body["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_signature_of_who_is_no_longer_cleared_releases_nothing()
    {
        await using var host = await StartAsync(clearance: "CUI");
        var id = await HoldAsync(host, "CUI");
        await _people.GrantAsync(host, id, TestApprovers.Command);
        await host.Gateway.ApplyAsync(Config(TestConfig.Default(host.Directory), "UNCLASSIFIED"), SignedBaseAgreement.Agreement, new string('1', 64), Stop);

        using var answer = await SendAsync(host, "CUI", id);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("unproven", (await host.EntriesAsync())[^1]["calls"]![0]!["release"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("CUI", "above_clearance")]
    [InlineData(null, null)]
    public async Task An_unmasking_is_marked_as_what_it_unmasks(string? label, string? refused)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var form = new ChatCase();
        upstream.AnswerJson(form.Answer("Write to jane.doe@example.com."));
        await using var host = await GatewayHost.StartAsync(
            config => Cleared(_people.Register(TestConfig.WithUpstreams("openai", upstream.Url)(config)), "UNCLASSIFIED"), null, SignedBaseAgreement.Masking, true);
        using var answer = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false), label is null ? [] : [("Concordat-Label", label)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await host.Ledger.IntegrateAsync();
        var entry = answer.Headers.GetValues("Concordat-Entry").Single();
        using var asked = await host.PostAsync($"/v1/decisions/{entry}/unmaskings", """{"placeholders":["USPER 1 EMAIL"],"need":"to warn her","authority":"DoDM 5240.01, 3.4"}""");
        var id = JsonNode.Parse(await asked.Content.ReadAsStringAsync(Stop))!["case"]!.GetValue<string>();

        Assert.Equal(refused, (await _people.ReadAsync(host, id, "official")).Body["error"]?["code"]?.GetValue<string>());
        var (_, shown) = await _people.ReadAsync(host, id, "commander");
        Assert.Contains($"\"level\":\"{label?.ToLower(CultureInfo.InvariantCulture) ?? "none"}\"", ActionOf(shown), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "secret", false)]
    [InlineData("UNCLASSIFIED", null, true)]
    [InlineData("UNCLASSIFIED", "none", false)]
    [InlineData("UNCLASSIFIED", "cui", true)]
    [InlineData("CUI", "unclassified", false)]
    [InlineData("TOP SECRET", "top-secret", false)]
    [InlineData("TOP SECRET", "cosmic", true)]
    [InlineData("", "unclassified", true)]
    public void What_is_not_known_is_above_every_clearance_and_without_one_nothing_is_kept(string? clearance, string? level, bool hidden) =>
        Assert.Equal(hidden, Clearances.Hides(clearance, level));

    public void Dispose() => _people.Dispose();

    private static string ActionOf(JsonNode shown) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(shown["action"]!.GetValue<string>()));

    private static ConcordatConfig Cleared(ConcordatConfig config, string? clearance) =>
        config with { Console = new ConsoleConfig { People = [new PersonConfig { Id = "official", Clearance = clearance }] } };

    private static Task<HttpResponseMessage> SendAsync(GatewayHost host, string? label, string? id = null) => host.PostAsync(
        "/v1/chat/completions", Force, [.. label is null ? [] : new[] { ("Concordat-Label", label) }, .. id is null ? [] : new[] { ("Concordat-Case", id) }]);

    private static async Task<string> HoldAsync(GatewayHost host, string? label)
    {
        using var held = await SendAsync(host, label);
        Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
        return held.Headers.GetValues("Concordat-Case").Single();
    }

    private ConcordatConfig Config(ConcordatConfig config, string? clearance) => Cleared(GrantTests.Fires(_people.Register(config)), clearance);

    private Task<GatewayHost> StartAsync(string? clearance) => GatewayHost.StartAsync(config => Config(config, clearance));
}
