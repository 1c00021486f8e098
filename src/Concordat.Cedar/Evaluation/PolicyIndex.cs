using System.Collections.Concurrent;
using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary>
/// Finds the policies whose scope fits an action and the types of principal and resource, so that those that cannot apply cost nothing.
/// What it leaves out is false without an error: a scope cannot err. Safe for use by many threads.
/// </summary>
internal sealed class PolicyIndex
{
    /// <summary>Most kinds of request that are remembered; requests of further kinds test every policy.</summary>
    public const int MaxKinds = 1024;

    private readonly ImmutableArray<Policy> _policies;
    private readonly EntityStore _actions;
    private readonly PolicyCandidate[] _all;
    private readonly EvalNode[] _rest;
    private readonly ConcurrentDictionary<PolicyIndexKey, PolicyCandidate[]> _kinds = new();

    /// <param name="policies">The policies, in order.</param>
    /// <param name="actions">The hierarchy of actions that always counts.</param>
    public PolicyIndex(ImmutableArray<Policy> policies, EntityStore actions)
    {
        _policies = policies;
        _actions = actions;
        _all = [.. policies.Select((policy, index) => new PolicyCandidate(index, PolicyCompiler.Compile(policy)))];
        _rest = [.. policies.Select(PolicyCompiler.CompileRest)];
    }

    /// <summary>Every policy that may be satisfied or err, in order.</summary>
    /// <param name="request">The question.</param>
    /// <param name="entities">Entities that come with it; if they put the action below others, the index does not know better than the policies.</param>
    public ReadOnlySpan<PolicyCandidate> CandidatesFor(in CedarRequest request, EntityStore entities)
    {
        if (entities.AncestorsOf(request.Action).Count > 0)
        {
            return _all;
        }

        var key = new PolicyIndexKey(request);
        return _kinds.TryGetValue(key, out var known) ? known : Add(key, request);
    }

    private PolicyCandidate[] Add(PolicyIndexKey key, in CedarRequest request)
    {
        if (_kinds.Count >= MaxKinds)
        {
            return _all;
        }

        var found = new List<PolicyCandidate>();
        for (var i = 0; i < _policies.Length; i++)
        {
            var policy = _policies[i];
            if (Fits(policy.Action, request.Action) && FitsType(policy.Principal, request.Principal) && FitsType(policy.Resource, request.Resource))
            {
                found.Add(new PolicyCandidate(i, _rest[i]));
            }
        }

        return _kinds.GetOrAdd(key, [.. found]);
    }

    private bool Fits(Scope scope, EntityUid action) => scope.Kind switch
    {
        ScopeKind.Equal => action.Equals(Uid(scope.Entities[0])),
        ScopeKind.In => scope.Entities.Any(entity => _actions.IsIn(action, Uid(entity))),
        ScopeKind.Is => TypeIs(scope, action),
        ScopeKind.IsIn => TypeIs(scope, action) && scope.Entities.Any(entity => _actions.IsIn(action, Uid(entity))),
        _ => true,
    };

    /// <summary>Whether the scope's type fits; its entities are left to be tested.</summary>
    private static bool FitsType(Scope scope, EntityUid entity) => scope.Kind switch
    {
        ScopeKind.Equal => string.Equals(Uid(scope.Entities[0]).Type, entity.Type, StringComparison.Ordinal),
        ScopeKind.Is or ScopeKind.IsIn => TypeIs(scope, entity),
        _ => true,
    };

    private static bool TypeIs(Scope scope, EntityUid entity) => string.Equals(scope.EntityType, entity.Type, StringComparison.Ordinal);

    private static EntityUid Uid(LiteralExpr literal) => (EntityUid)literal.Value.Reference!;
}
