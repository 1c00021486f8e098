using System.Text.Json.Nodes;
using Concordat.Gateway.Notices;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>Owners are told of what turns, once each, until they take it.</summary>
public sealed class SuiteNoticeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receiver_is_told_once_also_by_another_node_and_after_a_new_start()
    {
        await using var host = await GatewayHost.StartAsync();
        await AnnounceAsync(host);
        using var sender = new Receiver();
        await using (var first = Loop(host, sender, "desk"))
        {
            await first.RoundAsync(Cancellation);
            await first.RoundAsync(Cancellation);
        }

        await TestSuite.ApplyAsync(host, SignedBaseAgreement.Agreement);
        await using var second = Loop(host, sender, "desk");
        await second.RoundAsync(Cancellation);
        await using var other = Loop(host, sender, "another");
        await other.RoundAsync(Cancellation);

        Assert.Equal(["announced", "announced"], sender.Told.Select(change => change.Act));
        Assert.DoesNotContain(await host.EntriesAsync(), entry => (string?)entry["suites"]?["act"] == "told");
    }

    [Fact]
    public async Task One_that_does_not_take_it_is_tried_again_after_a_pause_and_not_after_three_days()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        await AnnounceAsync(host);
        using var sender = new Receiver { Fault = "it is away" };
        await using var loop = Loop(host, sender, "desk", time);
        await loop.RoundAsync(Cancellation);
        await loop.RoundAsync(Cancellation);
        Assert.Equal(1, sender.Tried);

        time.Advance(TimeSpan.FromSeconds(2));
        await loop.RoundAsync(Cancellation);
        Assert.Equal(2, sender.Tried);

        time.Advance(TimeSpan.FromDays(4));
        sender.Fault = null;
        await loop.RoundAsync(Cancellation);
        Assert.Equal((2, 0), (sender.Tried, sender.Told.Count));
    }

    [Fact]
    public void What_is_told_names_cases_verdicts_and_clauses()
    {
        var change = Change("c");
        var json = JsonNode.Parse(SuiteNoticeText.Json(change))!;
        var (subject, body) = SuiteNoticeText.Mail(change, "maintenance");

        Assert.Equal(("suites.announced", "plain", "refuse"), ((string?)json["type"], (string?)json["data"]!["flips"]![0]!["case"], (string?)json["data"]!["flips"]![0]!["to"]));
        Assert.Equal("[concordat] 1 certified verdicts of maintenance turn", subject);
        Assert.Contains("  `plain` of `maintenance` (Chief Engineer): permit, then refuse by 9.2\r\n", body, StringComparison.Ordinal);
        Assert.True(new SuiteMail(null!, "maintenance", "").Wants(change));
        Assert.False(new SuiteMail(null!, "another", "").Wants(change));
    }

    private static SuiteNoticeLoop Loop(GatewayHost host, Receiver sender, string channel, TimeProvider? time = null) =>
        new(channel, sender, host.Gateway.Certificates, _ => { }, time ?? TimeProvider.System, NullLogger.Instance);

    private static async Task AnnounceAsync(GatewayHost host)
    {
        var id = (string)(await TestSuite.CertifyAsync(host))["id"]!;
        await TestSuite.AnnounceAsync(host, TestSuite.Narrower, TimeProvider.System.GetUtcNow(), TestSuite.PlainIsRefused(id));
    }

    private static SuiteChange Change(string certificate) => new(
        SuiteChange.DocumentFormat, "announced-1", SuiteChange.Announced, new string('a', 64), "", "", "", DateTimeOffset.UnixEpoch, 1, [], [TestSuite.PlainIsRefused(certificate)]);

    private sealed class Receiver : ISuiteSender
    {
        public List<SuiteChange> Told { get; } = [];

        public int Tried { get; private set; }

        public string? Fault { get; set; }

        public bool Wants(SuiteChange change) => true;

        public ValueTask<string?> SendAsync(SuiteChange change, CancellationToken cancellationToken)
        {
            Tried++;
            if (Fault is null)
            {
                Told.Add(change);
            }

            return ValueTask.FromResult(Fault);
        }

        public void Dispose()
        {
        }
    }
}
