using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Proving;

/// <summary>
/// The question whether anything that a first policy describes passes all others: it is permitted, and none of those that bar the way
/// holds. The first policy is read first, so that a proof looks at nothing else.
/// </summary>
internal static class Passage
{
    private enum State
    {
        Unread,
        Closed,
        Described,
        Open,
    }

    /// <summary>The policies of the question.</summary>
    /// <param name="described">One policy: what is asked about.</param>
    /// <param name="clauses">The others; those that bar most come first, which makes proofs short.</param>
    public static PolicySet Policies(PolicySet described, IEnumerable<Policy> clauses) =>
        PolicySet.Parse("@described " + described.Policies[0].Text + "\n" + string.Join('\n', clauses.Select(clause => clause.Text)));

    /// <summary>Its rule: true for a request that is described and passes.</summary>
    /// <param name="bars">Whether a forbidding clause bars the way.</param>
    /// <param name="unpermitted">Whether a request passes that nothing permits; to look at some clauses only.</param>
    public static OutcomeRule<bool> Rule(Func<Policy, bool> bars, bool unpermitted = false) => OutcomeRules.Fold<State, bool>(
        State.Unread,
        (state, policy, kind) => (state, kind) switch
        {
            (State.Closed, _) => State.Closed,
            (State.Unread, PolicyOutcomeKind.Satisfied) => State.Described,
            (State.Unread, _) or (_, PolicyOutcomeKind.Error) => State.Closed,
            (_, PolicyOutcomeKind.NotSatisfied) => state,
            _ when policy.Effect == Effect.Permit => State.Open,
            _ => bars(policy) ? State.Closed : state,
        },
        state => state == State.Open || (unpermitted && state == State.Described));
}
