using System.Collections.Immutable;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Proving;

/// <summary>
/// The question whether any request that is described passes some clauses: it is permitted, and no clause that bars the way holds. What
/// describes it is read first, so that a proof looks at nothing else.
/// </summary>
internal sealed class Passage(PolicyAnalyzer analyzer)
{
    private const int Closed = -1;

    /// <summary>A request that passes; none when for all facts none does.</summary>
    /// <param name="described">Policies, each of which must hold for the request, or must not.</param>
    /// <param name="clauses">The clauses to pass; those that bar most come first, which makes proofs short.</param>
    /// <param name="bars">Whether a forbidding clause bars the way.</param>
    /// <param name="permission">Whether some clause must permit; without it the question is about some clauses only.</param>
    /// <param name="cancellationToken">Stops the proof.</param>
    /// <exception cref="AnalysisRefusedException">There is no exact answer, or not within the limits.</exception>
    public Witness? Find(
        ImmutableArray<(string Policy, bool Holds)> described,
        IEnumerable<Policy> clauses,
        Func<Policy, bool> bars,
        bool permission,
        CancellationToken cancellationToken)
    {
        var policies = PolicySet.Parse(string.Join('\n', described.Select(each => each.Policy).Concat(clauses.Select(clause => clause.Text))));
        var last = described.Length;
        var rule = OutcomeRules.Fold<int, bool>(
            0,
            (state, policy, kind) =>
                state == Closed ? Closed
                : state < last ? Described(state, kind)
                : kind == PolicyOutcomeKind.Error ? Closed
                : kind == PolicyOutcomeKind.NotSatisfied ? state
                : policy.Effect == Effect.Permit ? last + 1
                : bars(policy) ? Closed
                : state,
            state => state == last + 1 || (state == last && !permission));
        return analyzer.Never(policies, rule, passes => passes, condition: null, cancellationToken).Witness;

        int Described(int state, PolicyOutcomeKind kind) =>
            kind == (described[state].Holds ? PolicyOutcomeKind.Satisfied : PolicyOutcomeKind.NotSatisfied) ? state + 1 : Closed;
    }

    /// <summary>Some request that is described.</summary>
    /// <exception cref="AnalysisRefusedException">There is no exact answer, or not within the limits.</exception>
    public Witness? Find(ImmutableArray<(string Policy, bool Holds)> described, CancellationToken cancellationToken) =>
        Find(described, [], _ => true, permission: false, cancellationToken);
}
