using System.Net;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>Another safeguard pack is replayed on the kept requests of a suite before it serves.</summary>
public sealed class SafeguardPackTests
{
    [Fact]
    public async Task A_pack_that_turns_a_certified_permit_does_not_serve_without_notice()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        await OldPack.CertifyAsync(host, [OldPack.Image]);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await OldPack.StartAsync(host));

        Assert.StartsWith($"safeguard pack {host.Gateway.Safeguards[..12]} of this program turns certified verdicts", fault.Message, StringComparison.Ordinal);
        Assert.Contains("`image` of `maintenance` (Chief Engineer): permit, then hold by 6.4", fault.Message, StringComparison.Ordinal);
        Assert.Contains("concordat preflight announce", fault.Message, StringComparison.Ordinal);
        Assert.Empty(await OldPack.ActivatedAsync(host));
    }

    [Fact]
    public async Task It_serves_when_the_days_of_notice_are_over_and_the_certificate_stands_under_it()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(keeps: true, time: time);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Image]);
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), null, null, OldPack.ImageIsHeld(certificate));
        time.Advance(TimeSpan.FromDays(29));
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await OldPack.StartAsync(host, time));
        Assert.Contains("notice was given, and it may take effect from", fault.Message, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromDays(1));
        await OldPack.StartAsync(host, time);
        var entry = Assert.Single(await OldPack.ActivatedAsync(host));
        Assert.Equal((host.Gateway.Safeguards, "hold"), ((string?)entry["safeguards"], (string?)entry["suites"]!["flips"]![0]!["to"]));
        Assert.Empty(entry["suites"]!["lapsed"]!.AsArray());
        var book = host.Gateway.Certificates.Book;
        Assert.Equal((host.Gateway.Safeguards, "hold"), (book.SafeguardsOf(certificate), book.VerdictOf(certificate, certificate.Cases[0])));
        using var answer = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);
        Assert.Equal(certificate.Id, answer.Headers.GetValues("Concordat-Certificate").Single());

        // Once is enough: another start finds nothing to do.
        await OldPack.StartAsync(host, time);
        Assert.Single(await OldPack.ActivatedAsync(host));
    }

    [Fact]
    public async Task What_a_pack_opens_needs_no_notice_and_the_verdict_is_held_to_from_then_on()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Plain]);
        await OldPack.StartAsync(host);
        Assert.Equal("permit", host.Gateway.Certificates.Book.VerdictOf(certificate, certificate.Cases[0]));

        // An amendment is replayed on what the pack in force finds, not on what the former one found.
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.With("agreement.json", "\"title\": \"Agreement", "\"title\": \"The agreement"));
        Assert.Empty((await OldPack.ActivatedAsync(host)).Last()["suites"]!["flips"]!.AsArray());
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, TestSuite.Narrower));
        Assert.Contains("`plain` of `maintenance` (Chief Engineer): permit, then refuse by 9.2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_of_another_pack_of_an_amendment_of_a_milder_verdict_or_of_another_suite_is_none()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(keeps: true, time: time);
        var flip = OldPack.ImageIsHeld(await OldPack.CertifyAsync(host, [OldPack.Image]));
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), new string('b', 64), null, flip);
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), "", null, flip);
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), null, null, flip with { To = "permit" });
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), null, null, flip with { Case = "plain" });
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), null, null, flip with { Certificate = "another" });
        time.Advance(TimeSpan.FromDays(60));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await OldPack.StartAsync(host, time));

        // Nor is the notice of a pack one of an amendment.
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), null, TestSuite.Narrower.Hash, flip with { To = "refuse" });
        time.Advance(TimeSpan.FromDays(60));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, TestSuite.Narrower));
    }

    [Fact]
    public async Task A_notice_of_the_pack_holds_after_an_amendment_that_turns_nothing()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(keeps: true, time: time);
        await OldPack.AnnounceAsync(host, time.GetUtcNow(), null, null, OldPack.ImageIsHeld(await OldPack.CertifyAsync(host, [OldPack.Image])));
        var next = SignedBaseAgreement.With("agreement.json", "\"title\": \"Agreement", "\"title\": \"The agreement");
        await TestSuite.ApplyAsync(host, next);
        time.Advance(TimeSpan.FromDays(30));

        await OldPack.StartAsync(host, time, next);
        Assert.Equal(2, (await OldPack.ActivatedAsync(host)).Count);
    }

    [Fact]
    public async Task With_an_amendment_that_both_parties_declare_urgent_it_serves_at_once_and_not_with_an_urgent_one_of_the_past()
    {
        var urgent = SignedBaseAgreement.With(
            ("agreement.json", "\"title\": \"Agreement", "\"title\": \"The agreement"),
            ("agreement.json", "\"previous\": null", $"\"previous\": \"{SignedBaseAgreement.Agreement.Hash}\", \"urgent\": \"the pack closes a hole\""));
        await using var past = await GatewayHost.StartAsync(keeps: true, agreement: urgent);
        await OldPack.CertifyAsync(past, [OldPack.Image]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await OldPack.StartAsync(past, agreement: urgent));

        await using var host = await GatewayHost.StartAsync(keeps: true);
        await OldPack.CertifyAsync(host, [OldPack.Image]);
        await OldPack.StartAsync(host, agreement: urgent);
        var entry = Assert.Single(await OldPack.ActivatedAsync(host));
        Assert.Equal(("the pack closes a hole", 1), ((string?)entry["suites"]!["urgent"], (int)entry["suites"]!["count"]!));
    }

    [Fact]
    public async Task A_red_line_that_only_the_new_pack_sees_waits_for_no_notice()
    {
        await using var host = await GatewayHost.StartAsync(
            keeps: true, agreement: SignedBaseAgreement.With("context.persons.presumedUs > 25 }", "context.persons.presumedUs > 0 }"));
        var person = """{"model":"sandbox","messages":[{"role":"user","content":"Write to ann.smith@example.com"}]}""";
        var certificate = await OldPack.CertifyAsync(host, [("person", person, each => OldPack.Found(each, "permit", facts => facts["persons"]!["presumedUs"] = 0))]);
        await OldPack.StartAsync(host, agreement: SignedBaseAgreement.With("context.persons.presumedUs > 25 }", "context.persons.presumedUs > 0 }"));

        var flip = Assert.Single(await OldPack.ActivatedAsync(host))["suites"]!["flips"]!.AsArray().Single()!;
        Assert.Equal((certificate.Id, "refuse", true), ((string?)flip["certificate"], (string?)flip["to"], (bool)flip["redline"]!));
    }

    [Fact]
    public async Task Where_no_requests_are_kept_the_certificate_lapses_and_that_is_noted_once()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        await OldPack.CertifyAsync(host, [OldPack.Image], keeps: false);
        await OldPack.StartAsync(host);
        await OldPack.StartAsync(host);

        var entry = Assert.Single(await OldPack.ActivatedAsync(host));
        Assert.Equal("maintenance", (string?)entry["suites"]!["lapsed"]![0]);
        using var answer = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);
        Assert.Equal((HttpStatusCode.OK, false), (answer.StatusCode, answer.Headers.Contains("Concordat-Certificate")));
    }

    [Fact]
    public async Task A_newer_certificate_shreds_the_requests_of_the_former_and_keeps_its_own()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var first = Guid.ParseExact((string)(await TestSuite.CertifyAsync(host))["id"]!, "N");
        await host.Contents.FlushAsync();
        Assert.Single(host.Contents.Store.Find(id => id.Exchange == first));
        var second = Guid.ParseExact((string)(await TestSuite.CertifyAsync(host))["id"]!, "N");
        await host.Contents.FlushAsync();

        Assert.Single(host.Contents.Store.Find(id => id.Exchange == second));
        Assert.Empty(host.Contents.Store.Find(id => id.Exchange == first));
    }
}
