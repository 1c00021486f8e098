using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>Requests whose outcome changes in the same way.</summary>
/// <typeparam name="TOutcome">Outcome of a rule.</typeparam>
/// <param name="From">Outcome under the first policy set.</param>
/// <param name="To">Outcome under the second.</param>
/// <param name="Environments">The kinds of request that it covers.</param>
/// <param name="Conditions">What a request must be like, one condition a fact; all must hold. Empty: any request.</param>
/// <param name="Witness">One of the requests.</param>
public sealed record DiffRegion<TOutcome>(
    TOutcome From,
    TOutcome To,
    ImmutableArray<AnalysisEnvironment> Environments,
    ImmutableArray<RegionCondition> Conditions,
    Witness Witness)
    where TOutcome : notnull
{
    /// <summary>What takes requests out again: those that fit all conditions of one of these are not meant.</summary>
    public ImmutableArray<ImmutableArray<RegionCondition>> Exceptions { get; init; } = [];

    /// <summary>
    /// Whether the outcome also hangs on policies that are the same in both sets. The change then reaches those requests of the region on
    /// which the unchanged policies leave both outcomes open; the region does not repeat their conditions.
    /// </summary>
    public bool HasUnchanged { get; init; }

    /// <summary><c>Deny -> Allow: persons.usDistinct in 26..49, purpose == "pattern-of-life"</c>.</summary>
    public override string ToString() =>
        $"{From} -> {To}: {(Conditions.IsEmpty ? "any request" : Write(Conditions))}{string.Concat(Exceptions.Select(exception => "; but not: " + Write(exception)))}";

    internal bool SaysTheSame(DiffRegion<TOutcome> other) =>
        From.Equals(other.From) && To.Equals(other.To) && HasUnchanged == other.HasUnchanged
        && Conditions.SequenceEqual(other.Conditions)
        && Exceptions.Length == other.Exceptions.Length
        && Exceptions.Zip(other.Exceptions).All(pair => pair.First.SequenceEqual(pair.Second));

    private static string Write(IEnumerable<RegionCondition> conditions) => string.Join(", ", conditions.Select(condition => condition.Text));
}
