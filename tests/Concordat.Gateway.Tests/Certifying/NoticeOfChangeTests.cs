using System.Net;
using Concordat.Agreements;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Rulings;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>No surprise: what tries to turn a certified verdict before its owner has had notice.</summary>
public sealed class NoticeOfChangeTests
{
    private static readonly Lazy<Agreement> Narrower = new(() => TestSuite.Narrower);

    [Fact]
    public async Task An_amendment_that_turns_a_certified_permit_is_refused_and_what_was_in_force_stays()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, Narrower.Value));

        Assert.Contains("`plain` of `maintenance` (Chief Engineer): permit, then refuse by 9.2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("concordat preflight announce", fault.Message, StringComparison.Ordinal);
        using var answer = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);
        Assert.Equal((HttpStatusCode.OK, SignedBaseAgreement.Agreement.ShortHash), (answer.StatusCode, answer.Headers.GetValues("Concordat-Agreement").Single()));
        Assert.DoesNotContain(await host.EntriesAsync(), entry => (string?)entry["suites"]?["act"] == "activated");
    }

    [Fact]
    public async Task Without_certificates_an_amendment_takes_effect_at_once()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.ApplyAsync(host, Narrower.Value);

        Assert.Empty(await host.Stores.Certificates.ListAsync(0, TestContext.Current.CancellationToken));
        using var answer = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task It_takes_effect_when_the_days_of_notice_are_over_and_not_before()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        var certificate = (string)(await TestSuite.CertifyAsync(host))["id"]!;
        await TestSuite.AnnounceAsync(host, Narrower.Value, time.GetUtcNow(), TestSuite.PlainIsRefused(certificate));

        time.Advance(TimeSpan.FromDays(29));
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, Narrower.Value));
        Assert.Contains("notice was given, and it may take effect from", fault.Message, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromDays(1));
        await TestSuite.ApplyAsync(host, Narrower.Value);
        var acts = (await host.EntriesAsync()).Where(entry => (string?)entry["type"] == "suites").Select(entry => (string?)entry["suites"]!["act"]);
        Assert.Equal(["certified", "announced", "activated"], acts);

        // A new start under it, and an amendment that turns nothing more, wait for nothing.
        await TestSuite.ApplyAsync(host, Narrower.Value);
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.With(
            ("clauses.cedar", """["shadow", "trial", "general"].contains(context.useCase.readiness)""", """["shadow", "trial"].contains(context.useCase.readiness)"""),
            ("agreement.json", "\"title\": \"Agreement", "\"title\": \"The agreement")));
    }

    [Fact]
    public async Task Notice_of_another_amendment_of_a_milder_verdict_or_of_another_case_is_none()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        var flip = TestSuite.PlainIsRefused((string)(await TestSuite.CertifyAsync(host))["id"]!);
        await TestSuite.AnnounceAsync(host, SignedBaseAgreement.Agreement, time.GetUtcNow(), flip);
        await TestSuite.AnnounceAsync(host, Narrower.Value, time.GetUtcNow(), flip with { To = "hold" });
        await TestSuite.AnnounceAsync(host, Narrower.Value, time.GetUtcNow(), flip with { Case = "image" });
        await TestSuite.AnnounceAsync(host, Narrower.Value, time.GetUtcNow(), flip with { Certificate = "another" });
        time.Advance(TimeSpan.FromDays(60));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, Narrower.Value));
    }

    [Fact]
    public async Task A_notice_that_somebody_wrote_into_the_store_is_none()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        await TestSuite.CertifyAsync(host);
        var forged = new Oversight.Certificates.SuiteChange(
            Oversight.Certificates.SuiteChange.DocumentFormat, "forged", "announced", Narrower.Value.Hash, "", "", "", DateTimeOffset.UnixEpoch, 0, [], []);
        var envelope = Oversight.Certificates.CertificateReader.Envelope(forged);
        await host.Stores.Certificates.AddAsync("forged", host.Ledger.Sign(envelope).ToJson(), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromDays(60));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, Narrower.Value));
    }

    [Fact]
    public async Task A_suite_that_is_certified_after_the_notice_does_not_put_it_off()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        var first = (string)(await TestSuite.CertifyAsync(host))["id"]!;
        await TestSuite.AnnounceAsync(host, Narrower.Value, time.GetUtcNow(), TestSuite.PlainIsRefused(first));
        time.Advance(TimeSpan.FromDays(29));
        await TestSuite.CertifyAsync(host);
        time.Advance(TimeSpan.FromDays(1));

        await TestSuite.ApplyAsync(host, Narrower.Value);
    }

    [Fact]
    public async Task What_both_parties_declare_urgent_takes_effect_at_once_and_the_record_says_why()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host);
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.With(
            ("clauses.cedar", """["shadow", "trial", "general"].contains(context.useCase.readiness)""", """["shadow", "trial"].contains(context.useCase.readiness)"""),
            ("agreement.json", "\"previous\": null", $"\"previous\": \"{SignedBaseAgreement.Agreement.Hash}\", \"urgent\": \"a red line is being violated\"")));

        var entry = (await host.EntriesAsync()).Last(entry => (string?)entry["suites"]?["act"] == "activated");
        Assert.Equal(("a red line is being violated", 1), ((string?)entry["suites"]!["urgent"], (int)entry["suites"]!["count"]!));
        Assert.Equal("plain", (string?)entry["suites"]!["flips"]![0]!["case"]);
    }

    [Fact]
    public async Task A_grey_area_is_not_made_a_refusal_without_notice()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host, TestSuite.Body(("image", TestSuite.Image)));
        var text = File.ReadAllText(Path.Combine(BaseFolder(), "clauses.cedar"));
        var clause = text[text.IndexOf("@clause(\"6.4\")", StringComparison.Ordinal)..];
        clause = clause[..clause.IndexOf("forbid", StringComparison.Ordinal)];
        var harder = SignedBaseAgreement.With(clause, clause.Replace("@remedy(\"ruling\")", "@remedy(\"refuse\")", StringComparison.Ordinal));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, harder));
        Assert.Contains("`image` of `maintenance` (Chief Engineer): hold, then refuse by 6.4", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_red_line_waits_for_no_notice()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host, TestSuite.Body(("person", """{"model":"sandbox","messages":[{"role":"user","content":"Write to ann.smith@example.com"}]}""")));
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.With("context.persons.presumedUs > 25 }", "context.persons.presumedUs > 0 }"));

        var flip = (await host.EntriesAsync()).Last(entry => (string?)entry["suites"]?["act"] == "activated")["suites"]!["flips"]!.AsArray().Single()!;
        Assert.Equal(("refuse", true), ((string?)flip["to"], (bool)flip["redline"]!));
    }

    [Fact]
    public async Task What_opens_needs_no_notice_and_is_recorded()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host, TestSuite.Body(("image", TestSuite.Image)));
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.With(
            """uninspectable.contains("image") };""", """uninspectable.contains("image") && context.content.bytes > 100000 };"""));

        var flips = (await host.EntriesAsync()).Last(entry => (string?)entry["suites"]?["act"] == "activated")["suites"]!["flips"]!.AsArray();
        Assert.Contains(flips, flip => (string?)flip!["case"] == "image" && (string?)flip["to"] == "permit");
    }

    [Fact]
    public async Task A_permit_that_rests_on_a_ruling_is_not_lost_to_an_amendment_without_notice()
    {
        using var panel = new TestPanel();
        await using var host = await GatewayHost.StartAsync(panel.People.Register);
        using var held = await host.PostAsync("/v1/chat/completions", TestPanel.Image);
        await panel.TakeAsync(host, panel.Sign(TestPanel.Images(held.Headers.GetValues("Concordat-Case").Single())));
        await TestSuite.CertifyAsync(host, TestSuite.Body(("image", TestPanel.Image)));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(
            host, SignedBaseAgreement.With("agreement.json", "\"title\": \"Agreement", "\"title\": \"The agreement"), panel.People.Register));
        Assert.Contains("`image` of `maintenance` (Chief Engineer): permit, then hold by 6.4", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_cited_once_a_ruling_that_it_rests_on_is_revoked()
    {
        using var panel = new TestPanel();
        await using var host = await GatewayHost.StartAsync(panel.People.Register);
        using var held = await host.PostAsync("/v1/chat/completions", TestPanel.Image);
        await panel.TakeAsync(host, panel.Sign(TestPanel.Images(held.Headers.GetValues("Concordat-Case").Single())));
        await TestSuite.CertifyAsync(host, TestSuite.Body(("image", TestPanel.Image)));
        using var cited = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);
        await panel.TakeAsync(host, panel.Revoke("radar-images", "reviewer"));
        using var after = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);

        Assert.True(cited.Headers.Contains("Concordat-Certificate"));
        Assert.False(after.Headers.Contains("Concordat-Certificate"));
    }

    private static string BaseFolder()
    {
        var directory = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(directory, "agreements", "base")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return Path.Combine(directory, "agreements", "base");
    }
}
