using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>A part of a change, in words.</summary>
internal sealed record ChangeRegion(
    ImmutableArray<RegionCondition> Conditions,
    ImmutableArray<ImmutableArray<RegionCondition>> Exceptions,
    Witness Witness)
{
    /// <summary>How much there is to read.</summary>
    public int Length => Exceptions.Append(Conditions).Sum(conditions => conditions.Sum(condition => condition.Text.Length + 2));
}
