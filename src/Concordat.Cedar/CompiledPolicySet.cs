using System.Collections.Immutable;
using Concordat.Cedar.Evaluation;
using Concordat.Cedar.Partial;

namespace Concordat.Cedar;

/// <summary>Policies ready to be evaluated. Immutable and safe for use by many threads.</summary>
public sealed class CompiledPolicySet
{
    private readonly EntityStore _actions;
    private readonly CedarSchema? _schema;
    private readonly PolicyIndex _index;

    private CompiledPolicySet(ImmutableArray<Policy> policies, CedarSchema? schema)
    {
        Policies = policies;
        _schema = schema;
        _actions = schema?.ActionEntities ?? EntityStore.Empty;
        _index = new PolicyIndex(policies, _actions);
    }

    /// <summary>The policies, in text order; outcomes come in the same order.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>How many policies.</summary>
    public int Count => Policies.Length;

    /// <summary>Compiles policies once for many evaluations.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="schema">Where given, its action groups count in <c>action in</c> without being in the entity store.</param>
    public static CompiledPolicySet Compile(PolicySet policies, CedarSchema? schema = null) =>
        new(policies.Policies, schema);

    /// <summary>Evaluates every policy; allocates nothing unless a policy errs or builds a set or record of its own.</summary>
    /// <param name="request">The question.</param>
    /// <param name="outcomes">Receives one outcome a policy; at least <see cref="Count"/> long.</param>
    /// <param name="entities">What is known about entities.</param>
    /// <exception cref="ArgumentException">There is too little room for the outcomes.</exception>
    public void EvaluateAll(in CedarRequest request, Span<PolicyOutcome> outcomes, EntityStore? entities = null)
    {
        if (outcomes.Length < Count)
        {
            throw new ArgumentException($"there is room for {outcomes.Length} outcomes, but there are {Count} policies", nameof(outcomes));
        }

        outcomes[..Count].Clear();
        var store = entities ?? EntityStore.Empty;
        var context = new EvalContext(request, store, _actions);
        foreach (ref readonly var candidate in _index.CandidatesFor(request, store))
        {
            var truth = candidate.Test.Test(ref context);
            if (truth != Truth.False)
            {
                outcomes[candidate.Index] = Outcome(truth, ref context);
            }
        }
    }

    /// <summary>Answers as the Cedar specification says: denied by default, a forbid outweighs permits, policies that err do not count.</summary>
    /// <param name="request">The question.</param>
    /// <param name="entities">What is known about entities.</param>
    /// <param name="mode">Whether policies that err are skipped, as the specification says, or deny.</param>
    public AuthorizationAnswer Evaluate(in CedarRequest request, EntityStore? entities = null, AuthorizationMode mode = AuthorizationMode.SkipErrors)
    {
        var store = entities ?? EntityStore.Empty;
        var context = new EvalContext(request, store, _actions);
        var permits = ImmutableArray.CreateBuilder<string>();
        var forbids = ImmutableArray.CreateBuilder<string>();
        var errors = ImmutableArray.CreateBuilder<PolicyError>();
        foreach (var candidate in _index.CandidatesFor(request, store))
        {
            var policy = Policies[candidate.Index];
            var outcome = Outcome(candidate.Test.Test(ref context), ref context);
            if (outcome.IsError)
            {
                errors.Add(new PolicyError(policy.Id, outcome.Message ?? ""));
            }
            else if (outcome.IsSatisfied)
            {
                (policy.Effect == Effect.Permit ? permits : forbids).Add(policy.Id);
            }
        }

        var isAllowed = forbids.Count == 0 && permits.Count > 0;
        if (isAllowed && errors.Count > 0 && mode == AuthorizationMode.RequireNoErrors)
        {
            return new AuthorizationAnswer(Decision.Deny, [], errors.ToImmutable()) { IsDeniedForErrors = true };
        }

        var reasons = forbids.Count > 0 ? forbids : permits;
        return new AuthorizationAnswer(isAllowed ? Decision.Allow : Decision.Deny, reasons.ToImmutable(), errors.ToImmutable());
    }

    /// <summary>Answers a request of which not everything is known: allow or deny only where every value of the unknowns gives that.</summary>
    /// <param name="request">What is known, and what is not.</param>
    /// <param name="entities">What is known about entities.</param>
    /// <param name="mode">Whether policies that err are skipped, as the specification says, or deny.</param>
    /// <remarks>Sound, not complete: it may answer depends where a closer look at how unknowns hang together would decide.
    /// For asking ahead, not for the hot path: it walks the policies as written and allocates.</remarks>
    public PartialAnswer EvaluatePartially(PartialRequest request, EntityStore? entities = null, AuthorizationMode mode = AuthorizationMode.SkipErrors) =>
        new PartialAuthorizer(Policies, entities ?? EntityStore.Empty, _actions, _schema, mode).Answer(request);

    private static PolicyOutcome Outcome(Truth truth, ref EvalContext context) => truth switch
    {
        Truth.True => new PolicyOutcome(PolicyOutcomeKind.Satisfied),
        Truth.False => default,
        _ => new PolicyOutcome(PolicyOutcomeKind.Error, context.TakeError()),
    };
}
