using System.Collections.Immutable;
using System.Net;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Replaying;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Recording;

/// <summary>A ceiling that was agreed wrongly is corrected by an amendment; the replay shows exactly the requests that it let through or stopped.</summary>
public sealed class CeilingReplayTests
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private static readonly string?[] Labels = [null, "UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "CUI"];

    [Fact]
    public async Task What_a_ceiling_too_high_let_through_is_listed_and_nothing_else()
    {
        var (wrong, right) = (Amended("CONFIDENTIAL"), Amended("UNCLASSIFIED"));
        await using var host = await GatewayHost.StartAsync(config => config with { Network = config.Network with { Ceiling = "SECRET" } }, agreement: wrong);
        var sent = await SendAsync(host);
        Assert.Equal(["permit", "permit", "permit", "permit", "refuse", "permit"], sent.Select(each => each.Verdict));

        var (changes, summary) = await ReplayAsync(host, wrong, right);

        Assert.Equal(sent.Where(each => each.Label is "CUI" or "CONFIDENTIAL").Select(each => each.Index), Requests(changes).Select(change => change.Index));
        Assert.All(changes, change => Assert.Equal(("permit", "refuse"), (change.Recorded, change.Replayed)));
        Assert.All(changes, change => Assert.Equal(["7.1"], change.ReplayedClauses));
        Assert.Equal(summary.Changed, summary.Moves["permit to refuse"]);
    }

    [Fact]
    public async Task What_a_ceiling_too_low_stopped_is_listed_up_to_what_the_network_and_the_deployment_carry()
    {
        var (wrong, right) = (Amended("UNCLASSIFIED"), Amended("TOP SECRET"));
        await using var host = await GatewayHost.StartAsync(
            config => config with { Network = config.Network with { Ceiling = "SECRET" }, Deployments = [config.Deployments[0] with { Accreditation = new AccreditationConfig { Ceiling = "CONFIDENTIAL" } }] },
            agreement: wrong);
        var sent = await SendAsync(host);

        var (changes, _) = await ReplayAsync(host, wrong, right);

        Assert.Equal(sent.Where(each => each.Label is "CUI" or "CONFIDENTIAL").Select(each => each.Index), changes.Select(change => change.Index));
        Assert.All(changes, change => Assert.Equal(("refuse", "permit"), (change.Recorded, change.Replayed)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // nobody has the configuration any more: the entries tell the cloud
    public async Task What_a_cloud_was_accredited_for_wrongly_is_listed_too(bool known)
    {
        await using var host = await GatewayHost.StartAsync(config => config with { Network = config.Network with { Ceiling = "SECRET" }, Deployments = [config.Deployments[0] with { Cloud = "ours" }] }, agreement: Cloud("SECRET"));
        var sent = await SendAsync(host);
        Assert.DoesNotContain("refuse", sent.Select(each => each.Verdict));

        var (changes, _) = await ReplayAsync(host, Cloud("SECRET"), Cloud("CUI"), known);

        Assert.Equal(sent.Where(each => each.Label is "CONFIDENTIAL" or "SECRET").Select(each => each.Index), Requests(changes).Select(change => change.Index));
        Assert.All(changes, change => Assert.Equal(["7.1"], change.ReplayedClauses));
        Assert.Empty((await ReplayAsync(host, Cloud("SECRET"), Cloud("TOP SECRET"), known)).Changes);
    }

    [Fact]
    public async Task An_amendment_that_leaves_the_ceiling_as_it_was_changes_nothing()
    {
        var same = Amended("CUI");
        await using var host = await GatewayHost.StartAsync(agreement: SignedBaseAgreement.Agreement); // configured to CUI
        await SendAsync(host);

        Assert.Empty((await ReplayAsync(host, SignedBaseAgreement.Agreement, same)).Changes);
        Assert.Empty((await ReplayAsync(host, SignedBaseAgreement.Agreement, Amended("TOP SECRET"))).Changes); // the configuration is lower
    }

    [Fact]
    public async Task A_nation_that_joins_is_taken_to_bar_what_is_marked_and_the_record_does_not_say_whom_it_was_released_to()
    {
        var joined = Amended("CUI", ",\"nations\":[\"GBR\"]");
        await using var host = await GatewayHost.StartAsync();
        var sent = await SendAsync(host);

        var (changes, _) = await ReplayAsync(host, SignedBaseAgreement.Agreement, joined);

        Assert.Equal(sent.Where(each => each is { Label: not null, Verdict: "permit" }).Select(each => each.Index), Requests(changes).Where(change => change.Recorded == "permit").Select(change => change.Index));
        Assert.All(changes, change => Assert.Contains("7.2", change.ReplayedClauses));
    }

    [Fact]
    public async Task A_configuration_cannot_name_more_than_the_agreement_does()
    {
        await using var host = await GatewayHost.StartAsync(config => config with { Network = config.Network with { Ceiling = "TOP SECRET" } }, agreement: Amended("CUI"));

        Assert.Equal(["permit", "permit", "permit", "refuse", "refuse", "permit"], (await SendAsync(host)).Select(each => each.Verdict));
    }

    [Fact]
    public async Task A_gateway_does_not_begin_on_a_network_that_the_agreement_does_not_cover()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayHost.StartAsync(config => config with { Network = config.Network with { Id = "other" } }, agreement: Amended("CUI")));
        Assert.Equal("the agreement covers the networks net and not `other`, in which this gateway stands", fault.Message);
    }

    private static Agreement Amended(string ceiling, string more = "") =>
        SignedBaseAgreement.With("agreement.json", "\"continuity\"", $"\"networks\": {{\"net\":{{\"ceiling\":\"{ceiling}\"{more}}}}},\n    \"continuity\"");

    private static Agreement Cloud(string ceiling) =>
        SignedBaseAgreement.With("agreement.json", "\"clouds\": [", $"\"clouds\": [{{\"cloud\":\"ours\",\"addresses\":[\"203.0.113.0/24\"],\"accreditation\":{{\"ceiling\":\"{ceiling}\"}}}},");

    private static async Task<ImmutableArray<(long Index, string? Label, string Verdict)>> SendAsync(GatewayHost host)
    {
        var sent = ImmutableArray.CreateBuilder<(long, string?, string)>();
        foreach (var label in Labels)
        {
            using var answer = await host.PostAsync("/v1/chat/completions", Request, label is null ? [] : [("Concordat-Label", label)]);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Forbidden);
            var entries = await host.EntriesAsync();
            var index = entries.FindLastIndex(entry => (string?)entry["type"] == "decision");
            sent.Add((index, label, (string)entries[index]["verdict"]!));
        }

        return sent.ToImmutable();
    }

    /// <summary>Those about requests; an answer to one that was let through is decided again beside it.</summary>
    private static IEnumerable<ReplayedEntry> Requests(IEnumerable<ReplayedEntry> changes) => changes.Where(change => change.Type == "decision");

    private static async Task<(List<ReplayedEntry> Changes, ReplaySummary Summary)> ReplayAsync(GatewayHost host, Agreement before, Agreement after, bool known = true)
    {
        var (entries, changes) = (await host.RawEntriesAsync(), new List<ReplayedEntry>());
        var replay = new LedgerReplay(
            new Dictionary<string, Agreement>(StringComparer.Ordinal) { [before.Hash] = before }, after, index => entries[(int)index], changes.Add, new RecordedCeilings(known ? host.Gateway.Model!.Config : null));
        foreach (var (index, entry) in entries.Index())
        {
            replay.Add(index, entry);
        }

        return (changes, replay.Finish());
    }
}
