using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Tests;

/// <summary>The facts of a label measured against another network: never milder than the text itself would be, and the same where the facts tell.</summary>
public sealed class LabelUnderTests
{
    private static readonly string[][] Nations = [["USA"], ["USA", "GBR"], ["DEU"]];

    private static readonly string[][] Compartments = [[], ["SI", "TK"], ["SI", "SI-G", "TK", "HCS", "RD", "ATOMAL", "BOHEMIA", "SAR-BP"]];

    private static IEnumerable<NetworkCeiling> Networks =>
        from levels in ((int Us, int Nato)[])[(1, 1), (4, 4), (4, 0), (0, 4)]
        from nations in Nations
        from compartments in Compartments
        select new NetworkCeiling(levels.Us, nations.ToFrozenSet(StringComparer.Ordinal)) { NatoRank = levels.Nato, Compartments = compartments.ToFrozenSet(StringComparer.Ordinal) };

    public static TheoryData<string> Banners() =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases/marks.json")))!.AsArray().Select(row => row!["banner"]!.GetValue<string>()), "CUI", "SECRET//SAR-BP", "//NATO SECRET", "//NATO UNCLASSIFIED", "//COSMIC TOP SECRET", "//NATO CONFIDENTIAL"];

    [Theory]
    [MemberData(nameof(Banners))]
    public void Measured_again_a_label_is_never_milder_than_its_text(string banner)
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Disguise.Body(banner), 16));
        foreach (var was in Networks)
        {
            var recorded = inspection.Findings.Label(was);
            foreach (var now in Networks)
            {
                var (again, itself) = (recorded.Under(was, now), inspection.Findings.Label(now));
                Assert.True(again.AboveNetwork || !itself.AboveNetwork, $"{banner}: {was} to {now}");
                Assert.True(!again.Releasable || itself.Releasable, $"{banner}: {was} to {now}");
                if (was.Compartments.SetEquals(now.Compartments) && !itself.Controls.Contains("SAR") && !itself.Controls.Contains("NATO"))
                {
                    Assert.Equal(itself.AboveNetwork, again.AboveNetwork);
                }

                if (was.Nations.SetEquals(now.Nations))
                {
                    Assert.Equal(itself.Releasable, again.Releasable);
                }
            }
        }
    }

    [Fact]
    public void What_is_not_marked_is_nowhere_above()
    {
        var none = new LabelFacts(false, "none", 0, [], AboveNetwork: false, Releasable: true, Malformed: false);
        Assert.All(Networks, now => Assert.Equal(none, none.Under(now, new NetworkCeiling(0, ["FRA"]))));
    }
}
