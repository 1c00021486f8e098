using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Rulings;

namespace Concordat.Gateway.Tests.Rulings;

/// <summary>Rulings are read with a key and taken for their signatures, whoever brings them.</summary>
public sealed class RulingHttpTests : IDisposable
{
    private readonly TestPanel _panel = new();

    [Fact]
    public async Task What_the_panel_signed_is_taken_once_read_and_obeyed_at_once()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var envelope = _panel.Sign(TestPanel.Images(await HoldAsync(host)));
        var key = host.Client.DefaultRequestHeaders.Authorization;
        host.Client.DefaultRequestHeaders.Authorization = null; // no key is needed to bring one

        Assert.Equal(HttpStatusCode.Created, (await TakeAsync(host, envelope)).Status);
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(host, envelope)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, "/v1/rulings")).Status);

        host.Client.DefaultRequestHeaders.Authorization = key;
        using var passed = await host.PostAsync("/v1/chat/completions", TestPanel.Image);
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
        var only = (await GetAsync(host, "/v1/rulings")).Body["rulings"]!.AsArray().Single()!;
        Assert.Equal(("radar-images", true), (only["id"]!.GetValue<string>(), only["stands"]!.GetValue<bool>()));
        var one = await GetAsync(host, "/v1/rulings/radar-images");
        Assert.Equal(envelope, Convert.FromBase64String(one.Body["envelope"]!.GetValue<string>()));
        Assert.Contains("permit", one.Body["ruling"]!["text"]!.GetValue<string>(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Created, (await TakeAsync(host, _panel.Revoke("radar-images", "reviewer"))).Status);
        using var held = await host.PostAsync("/v1/chat/completions", TestPanel.Image);
        Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
        Assert.StartsWith("revoked by", (await GetAsync(host, "/v1/rulings/radar-images")).Body["ruling"]!["because"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certified_verdicts_that_it_turns_are_told_with_their_owners_and_recorded_before_it_takes_effect()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await TestSuite.CertifyAsync(host, TestSuite.Body(("plain", TestSuite.Plain), ("image", TestSuite.Image)));
        var envelope = _panel.Sign(TestPanel.Images(await HoldAsync(host)));

        var turned = (await TakeAsync(host, envelope)).Body["turned"]!.AsArray();
        Assert.Equal(("maintenance", "Chief Engineer", "image", "hold", "permit"), Words(Assert.Single(turned)!));
        Assert.Empty((await TakeAsync(host, envelope)).Body["turned"]!.AsArray());
        Assert.Equal(("maintenance", "Chief Engineer", "image", "permit", "hold"), Words((await TakeAsync(host, _panel.Revoke("radar-images", "reviewer"))).Body["turned"]!.AsArray().Single()!));

        var entries = await host.EntriesAsync();
        var noted = entries.FindIndex(entry => (string?)entry["suites"]?["act"] == "ruled");
        Assert.Equal(("radar-images", "image"), ((string?)entries[noted]["suites"]!["subject"], (string?)entries[noted]["suites"]!["flips"]![0]!["case"]));
        Assert.InRange(noted, 0, entries.FindIndex(entry => (string?)entry["type"] == "rulings") - 1);
        Assert.Equal(2, entries.Count(entry => (string?)entry["suites"]?["act"] == "ruled"));
        Assert.Equal(2, (await host.Gateway.FindRulingAsync("radar-images", TestContext.Current.CancellationToken))!.Turned.Count);

        static (string?, string?, string?, string?, string?) Words(JsonNode flip) =>
            ((string?)flip["use_case"], (string?)flip["owner"], (string?)flip["case"], (string?)flip["from"], (string?)flip["to"]);
    }

    [Fact]
    public async Task A_ruling_that_is_not_taken_notes_nothing()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await TestSuite.CertifyAsync(host, TestSuite.Body(("image", TestSuite.Image)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host)), "reviewer"))).Status);

        Assert.DoesNotContain(await host.EntriesAsync(), entry => (string?)entry["suites"]?["act"] == "ruled");
    }

    [Fact]
    public async Task What_is_not_signed_by_both_sides_or_is_no_ruling_is_not_taken()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var ruling = TestPanel.Images(await HoldAsync(host));
        byte[][] bad =
        [
            _panel.Sign(ruling, "reviewer"), _panel.Sign(ruling, "commander", "official"), _panel.Sign(ruling with { Clauses = ["3.1"] }),
            _panel.Revoke("radar-images", "reviewer"), "{}"u8.ToArray(), "no json"u8.ToArray(),
        ];
        foreach (var envelope in bad)
        {
            var (status, body) = await TakeAsync(host, envelope);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "ruling_not_taken"), (status, body["code"]!.GetValue<string>()));
        }

        Assert.Empty((await GetAsync(host, "/v1/rulings")).Body["rulings"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(host, "/v1/rulings/radar-images")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await TakeAsync(host, new byte[RulingReader.MaxEnvelopeBytes + 1])).Status);
    }

    [Fact]
    public async Task A_reviewer_gets_a_draft_no_wider_than_the_case_that_the_panel_can_sign()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        Assert.True(CaseId.TryParse(await HoldAsync(host), out var id));
        var wish = new RulingWish("from-console", "Pictures", "machines", 30);

        var draft = await host.Gateway.ProposeRulingAsync(id, "reviewer", wish, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, (await TakeAsync(host, _panel.Sign(RulingReader.Draft(draft).Ruling))).Status);
        using var passed = await host.PostAsync("/v1/chat/completions", TestPanel.Image);
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);

        var view = (await host.Gateway.FindRulingAsync("from-console", TestContext.Current.CancellationToken))!;
        Assert.True(view.Proof!.IsProven && view.Report.Stands);
        await Assert.ThrowsAsync<RulingException>(() => host.Gateway.ProposeRulingAsync(id, "commander", wish, TestContext.Current.CancellationToken).AsTask());
        await Assert.ThrowsAsync<RulingException>(() => host.Gateway.ProposeRulingAsync(id, "reviewer", wish with { Id = "no id" }, TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task Over_http_a_draft_is_for_whoever_signs_that_they_may_read_the_case_and_only_the_panel_makes_a_ruling_of_it()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var id = await HoldAsync(host);
        host.Client.DefaultRequestHeaders.Authorization = null;

        var (status, body) = await DraftAsync(host, id, Statement("reviewer", id, DecisionAct.Read));

        Assert.Equal(HttpStatusCode.OK, status);
        var payload = Convert.FromBase64String((string)body["payload"]!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(payload), body["ruling"]));
        Assert.Contains("permit", (string)body["text"]!, StringComparison.Ordinal);
        Assert.Empty((await host.Gateway.ListRulingsAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(HttpStatusCode.Created, (await TakeAsync(host, _panel.Sign(RulingReader.Draft(payload).Ruling))).Status);
    }

    [Fact]
    public async Task Over_http_nobody_else_gets_a_draft_and_none_that_would_not_be_taken_is_made()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var (id, other) = (await HoldAsync(host), await HoldAsync(host, TestPanel.Image.Replace("x.png", "y.png", StringComparison.Ordinal)));
        Assert.NotEqual(id, other);
        var good = Statement("reviewer", id, DecisionAct.Read);
        (string Code, Task<(HttpStatusCode, JsonNode Body)> Answer)[] all =
        [
            ("no_seat", DraftAsync(host, id, Statement("commander", id, DecisionAct.Read))),
            ("invalid_statement", DraftAsync(host, id, Statement("reviewer", id, DecisionAct.Deny))),
            ("ruling_not_taken", DraftAsync(host, id, good, id: "no id")),
            ("invalid_statement", DraftAsync(host, id, good, days: "367")),
            ("invalid_statement", DraftAsync(host, id, good, days: "0")),
            ("invalid_statement", DraftAsync(host, id, good, days: "\"30\"")),
            ("invalid_statement", DraftAsync(host, id, good, days: "30,\"opens\":[\"3.1\"]")), // a draft opens no red line
            ("invalid_statement", DraftAsync(host, id, "{}")),
            ("invalid_statement", DraftAsync(host, id, "\"\"")),
            ("route_not_found", DraftAsync(host, "case_1", good)),
        ];
        foreach (var (code, answer) in all)
        {
            Assert.Equal(code, (string?)(await answer).Body["code"]);
        }

        Assert.NotEqual(HttpStatusCode.OK, (await DraftAsync(host, other, good)).Status); // signed for another case
    }

    public void Dispose() => _panel.Dispose();

    private string Statement(string who, string id, DecisionAct act)
    {
        Assert.True(CaseId.TryParse(id, out var held));
        var statement = new DecisionStatement(act, held, act == DecisionAct.Read ? "" : new string('a', 64), act == DecisionAct.Read ? "" : new string('b', 64), who, "", TimeProvider.System.GetUtcNow());
        return System.Text.Encoding.UTF8.GetString(statement.Sign(_panel.People.Key(who)).ToJson());
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> DraftAsync(GatewayHost host, string of, string statement, string id = "over-http", string days = "30")
    {
        using var response = await host.PostAsync($"/v1/cases/{of}/rulings", $$"""{"statement":{{statement}},"id":"{{id}}","title":"Pictures","reason":"machines","days":{{days}}}""");
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private static async Task<string> HoldAsync(GatewayHost host, string request = TestPanel.Image)
    {
        using var response = await host.PostAsync("/v1/chat/completions", request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["concordat"]!["case"]!.GetValue<string>();
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> TakeAsync(GatewayHost host, byte[] envelope)
    {
        using var content = new ByteArrayContent(envelope);
        content.Headers.ContentType = new("application/json");
        using var response = await host.Client.PostAsync(new Uri("/v1/rulings", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(GatewayHost host, string path)
    {
        using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
