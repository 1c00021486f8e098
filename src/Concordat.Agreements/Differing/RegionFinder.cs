using System.Collections.Immutable;
using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Differing;

/// <summary>For which facts one policy holds and another does not, in words.</summary>
internal sealed class RegionFinder(PolicyAnalyzer analyzer)
{
    private static readonly OutcomeRule<bool> Satisfied = OutcomeRules.Fold(false, (_, _, kind) => kind == PolicyOutcomeKind.Satisfied);

    /// <summary>The regions for which the second holds and the first does not, then those for which the first holds and the second does not.</summary>
    /// <exception cref="AnalysisRefusedException">There is no exact answer, or not within the limits.</exception>
    public (ImmutableArray<Region> Gained, ImmutableArray<Region> Lost) Find(
        string before, string after, CancellationToken cancellationToken)
    {
        var diff = Diff(before, after, cancellationToken);
        return (Regions(diff, to: true), Regions(diff, to: false));
    }

    /// <summary>The regions for which one of some conditions is true, whatever the scope.</summary>
    /// <exception cref="AnalysisRefusedException">There is no exact answer, or not within the limits.</exception>
    public ImmutableArray<Region> Of(string head, IEnumerable<string> conditions, CancellationToken cancellationToken) => Region.Of(
        conditions.SelectMany(condition => Diff($"{head} when {{ false }};", $"{head} when {{ {condition} }};", cancellationToken).Regions)
            .Where(region => region.To));

    private PolicyDiff<bool> Diff(string before, string after, CancellationToken cancellationToken) =>
        analyzer.Diff(PolicySet.Parse(before), PolicySet.Parse(after), Satisfied, cancellationToken);

    private static ImmutableArray<Region> Regions(PolicyDiff<bool> diff, bool to) =>
        [.. Region.Of(diff.Regions.Where(region => region.To == to)), .. diff.IsTruncated ? (Region[])[new Region(["more cases than can be told"], [])] : []];
}
