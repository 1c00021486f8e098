using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>Requests whose outcome changes in the same way.</summary>
/// <typeparam name="TOutcome">Outcome of a rule.</typeparam>
/// <param name="From">Outcome under the first policy set.</param>
/// <param name="To">Outcome under the second.</param>
/// <param name="Environments">The kinds of request that it covers.</param>
/// <param name="Conditions">What a request must be like, one condition a fact; all must hold. Empty: any request.</param>
/// <param name="HasUnchanged">Whether the outcome also hangs on policies that are the same in both sets: the change then reaches those requests
/// that fit the conditions and on which the unchanged policies leave both outcomes open.</param>
/// <param name="Witness">One of the requests.</param>
public sealed record DiffRegion<TOutcome>(
    TOutcome From,
    TOutcome To,
    ImmutableArray<AnalysisEnvironment> Environments,
    ImmutableArray<RegionCondition> Conditions,
    bool HasUnchanged,
    Witness Witness)
    where TOutcome : notnull
{
    /// <summary><c>Deny -> Allow: persons.usDistinct in 26..49, purpose == "pattern-of-life"</c>.</summary>
    public override string ToString() =>
        $"{From} -> {To}: {(Conditions.IsEmpty ? "any request" : string.Join(", ", Conditions.Select(condition => condition.Text)))}";
}
