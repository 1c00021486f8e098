using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>For which requests two policy sets have different outcomes.</summary>
/// <typeparam name="TOutcome">Outcome of a rule.</typeparam>
/// <param name="Regions">All of them, in the order of the schema's actions; they may overlap. Empty: the sets are equivalent.</param>
/// <param name="IsTruncated">Whether there are more regions than the options allow to list.</param>
public sealed record PolicyDiff<TOutcome>(ImmutableArray<DiffRegion<TOutcome>> Regions, bool IsTruncated)
    where TOutcome : notnull
{
    /// <summary>Whether no request has different outcomes.</summary>
    public bool IsEmpty => Regions.IsEmpty;
}
