namespace Concordat.Cedar.Analysis;

/// <summary>Ready-made rules, and how to make others.</summary>
public static class OutcomeRules
{
    /// <summary>Cedar's own: some permit and no forbid allows; policies that err do not count.</summary>
    public static OutcomeRule<Decision> Cedar { get; } = Fold<(bool Permitted, bool Forbidden), Decision>(
        (false, false),
        (state, policy, kind) => kind != PolicyOutcomeKind.Satisfied || state.Forbidden ? state
            : policy.Effect == Effect.Permit ? state with { Permitted = true } : (false, true),
        state => state is (true, false) ? Decision.Allow : Decision.Deny);

    /// <summary>As <see cref="Cedar"/>, but any policy that errs denies.</summary>
    public static OutcomeRule<Decision> CedarWithoutErrors { get; } = Fold<(bool Permitted, bool Forbidden), Decision>(
        (false, false),
        (state, policy, kind) => kind == PolicyOutcomeKind.NotSatisfied || state.Forbidden ? state
            : kind == PolicyOutcomeKind.Satisfied && policy.Effect == Effect.Permit ? state with { Permitted = true } : (false, true),
        state => state is (true, false) ? Decision.Allow : Decision.Deny);

    /// <summary>A rule that reads policies one after the other.</summary>
    /// <param name="start">State before the first policy.</param>
    /// <param name="next">State after a policy that came out so.</param>
    /// <param name="finish">What a last state means.</param>
    public static OutcomeRule<TOutcome> Fold<TState, TOutcome>(
        TState start, Func<TState, Policy, PolicyOutcomeKind, TState> next, Func<TState, TOutcome> finish)
        where TState : notnull
        where TOutcome : notnull =>
        new(start, (state, policy, kind) => next((TState)state, policy, kind), state => finish((TState)state));

    /// <summary>A rule whose states are its outcomes.</summary>
    public static OutcomeRule<TOutcome> Fold<TOutcome>(TOutcome start, Func<TOutcome, Policy, PolicyOutcomeKind, TOutcome> next)
        where TOutcome : notnull => Fold<TOutcome, TOutcome>(start, next, state => state);
}
