using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>An amendment that changes the ceiling of a network turns what was certified, and says so, as a replay of the ledger would.</summary>
public sealed class SuiteCeilingTests
{
    private const string Confidential = """{"model":"sandbox","messages":[{"role":"user","content":"CONFIDENTIAL\nWhich repairs are urgent?"}]}""";

    [Fact]
    public async Task A_lower_ceiling_turns_what_is_marked_above_it_and_nothing_else()
    {
        await using var host = await CertifiedAsync("CONFIDENTIAL");

        Assert.Equal(["marked: permit to refuse by 7.1"], await FlipsAsync(host, Amended("UNCLASSIFIED")));
    }

    [Fact]
    public async Task A_higher_ceiling_lets_no_more_through_than_the_network_carries()
    {
        await using var host = await CertifiedAsync("UNCLASSIFIED");

        Assert.Equal(["marked: refuse to permit by "], await FlipsAsync(host, Amended("TOP SECRET")));
    }

    [Fact]
    public async Task An_amendment_that_leaves_the_ceiling_turns_nothing()
    {
        await using var host = await CertifiedAsync("CONFIDENTIAL");

        Assert.Empty(await FlipsAsync(host, Amended("CONFIDENTIAL", days: 31)));
    }

    private static async Task<GatewayHost> CertifiedAsync(string ceiling)
    {
        var host = await GatewayHost.StartAsync(Carrying, agreement: Amended(ceiling));
        await TestSuite.CertifyAsync(host, TestSuite.Body(("plain", TestSuite.Plain), ("marked", Confidential), ("secret", TestSuite.Secret)));
        return host;
    }

    /// <summary>What turns when the amendment takes effect; where notice is due, what it would be given of.</summary>
    private static async Task<IEnumerable<string>> FlipsAsync(GatewayHost host, Agreement agreement)
    {
        await TestSuite.ApplyAsync(host, agreement, Carrying);
        var change = Assert.Single(host.Gateway.Certificates.Book.Changes, static change => change.Change!.Act == SuiteChange.Activated).Change!;
        return change.Flips.Select(static flip => $"{flip.Case}: {flip.From} to {flip.To} by {string.Join(", ", flip.Clauses)}");
    }

    private static ConcordatConfig Carrying(ConcordatConfig config) => config with { Network = config.Network with { Ceiling = "SECRET" } };

    private static Agreement Amended(string ceiling, int days = 30) => SignedBaseAgreement.With(
        "agreement.json", "\"continuity\"", $"\"networks\": {{\"net\":{{\"ceiling\":\"{ceiling}\"}}}},\n    \"termination\": {{\"noticeDays\": {days}}},\n    \"continuity\"");
}
