using System.Collections.Frozen;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Cases;

/// <summary>What a case is about, in words of the form <c>kind:value</c>, and how far two cases are from each other.</summary>
public static class CaseFeatures
{
    /// <summary>Most features that a case has.</summary>
    public const int Most = 32;

    private const int Longest = 128;

    // Which clause holds matters most, then what was found; the rest tells like cases apart.
    private static readonly FrozenDictionary<string, int> Weights = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["clause"] = 4,
        ["finding"] = 2,
        ["source"] = 1,
        ["use-case"] = 1,
        ["tool"] = 1,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The distance from 0, the same, to 1, nothing in common: one less the weight of what both have over the weight of what either has.</summary>
    public static double Distance(IReadOnlySet<string> left, IReadOnlySet<string> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var shared = left.Where(right.Contains).Sum(WeightOf);
        var either = left.Union(right, StringComparer.Ordinal).Sum(WeightOf);
        return either == 0 ? 1 : 1 - ((double)shared / either);
    }

    internal static IEnumerable<string> Kept(IEnumerable<string> features) =>
        features.Select(feature => Text.Displayable(feature, Longest)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Most);

    internal static int WeightOf(string feature) => Weights.GetValueOrDefault(feature[..Math.Max(feature.IndexOf(':', StringComparison.Ordinal), 0)]);
}
