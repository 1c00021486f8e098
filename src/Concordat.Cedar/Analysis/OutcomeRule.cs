namespace Concordat.Cedar.Analysis;

/// <summary>What follows from how the policies came out: read one after the other, in text order, each moves a state on.</summary>
/// <remarks>
/// This is how the analysis covers more than allow and deny. A rule must depend on nothing but its arguments, and reach few states:
/// a proof costs time in proportion to them.
/// </remarks>
/// <typeparam name="TOutcome">Compared by <see cref="object.Equals(object)"/>.</typeparam>
public sealed class OutcomeRule<TOutcome>
    where TOutcome : notnull
{
    private readonly Func<object, Policy, PolicyOutcomeKind, object> _next;
    private readonly Func<object, TOutcome> _finish;

    internal OutcomeRule(object start, Func<object, Policy, PolicyOutcomeKind, object> next, Func<object, TOutcome> finish)
    {
        Start = start;
        _next = next;
        _finish = finish;
    }

    internal object Start { get; }

    internal object Next(object state, Policy policy, PolicyOutcomeKind kind) => _next(state, policy, kind);

    internal TOutcome Finish(object state) => _finish(state);

    /// <summary>The outcome of one evaluation.</summary>
    /// <param name="policies">Policies that were evaluated.</param>
    /// <param name="outcomes">How each came out.</param>
    public TOutcome Decide(CompiledPolicySet policies, ReadOnlySpan<PolicyOutcome> outcomes)
    {
        var state = Start;
        for (var i = 0; i < policies.Count; i++)
        {
            state = Next(state, policies.Policies[i], outcomes[i].Kind);
        }

        return Finish(state);
    }
}
