using System.Collections.Immutable;
using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores;

/// <summary>Chooses the nearest earlier cases from what the stores have looked up by index. Its cost is bounded, however many cases there are.</summary>
internal static class PrecedentSearch
{
    /// <summary>How many of the newest cases are looked up for each feature.</summary>
    public const int PerFeature = 100;

    /// <summary>How many candidates are compared whole.</summary>
    public const int MostCompared = 100;

    /// <summary>Most precedents that one answer has.</summary>
    public const int Most = 20;

    /// <summary>The candidates with the most in common, newer ones first among equals, and all that were asked for by name.</summary>
    public static List<string> Candidates(IEnumerable<(string Feature, string Case)> hits, IEnumerable<CaseId> also, CaseId id) =>
        [.. hits.GroupBy(hit => hit.Case, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum(hit => CaseFeatures.WeightOf(hit.Feature))).ThenByDescending(group => group.Key, StringComparer.Ordinal)
            .Take(MostCompared).Select(group => group.Key)
            .Union(also.Where(other => other != id).Take(MostCompared).Select(other => other.Value), StringComparer.Ordinal)];

    public static IEnumerable<(string Case, double Distance, ImmutableArray<string> Shared)> Nearest(
        IReadOnlySet<string> own, IEnumerable<(string Case, string Feature)> found, int limit) =>
        found.GroupBy(row => row.Case, row => row.Feature, StringComparer.Ordinal)
            .Select(group => (Case: group.Key, Features: group.ToHashSet(StringComparer.Ordinal)))
            .Select(other => (other.Case, Distance: CaseFeatures.Distance(own, other.Features), Shared: own.Where(other.Features.Contains).Order(StringComparer.Ordinal).ToImmutableArray()))
            .Where(other => other.Distance < 1)
            .OrderBy(other => other.Distance).ThenByDescending(other => other.Case, StringComparer.Ordinal)
            .Take(limit);
}
