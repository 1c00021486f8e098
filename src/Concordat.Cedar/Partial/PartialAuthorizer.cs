using System.Collections.Immutable;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Partial;

/// <summary>Answers requests of which not everything is known, for every type that an unknown principal or resource can have.</summary>
internal sealed class PartialAuthorizer(ImmutableArray<Policy> policies, EntityStore entities, EntityStore actions, CedarSchema? schema, AuthorizationMode mode)
{
    public PartialAnswer Answer(PartialRequest request)
    {
        var declared = schema?.Actions.GetValueOrDefault(request.Action);
        var context = PartialContext.Of(request, declared?.Context);
        var principals = Candidates(request.Principal, request.PrincipalType, declared?.Principals, "principal");
        var resources = Candidates(request.Resource, request.ResourceType, declared?.Resources, "resource");
        if (principals.Length * resources.Length > CedarLimits.UnknownTypes)
        {
            principals = Candidates(request.Principal, request.PrincipalType, null, "principal");
            resources = Candidates(request.Resource, request.ResourceType, null, "resource");
        }

        var answers = new List<PartialAnswer>();
        foreach (var principal in principals)
        {
            foreach (var resource in resources)
            {
                var evaluator = new PartialEvaluator(principal, request.Action, resource, context, entities, actions, schema);
                answers.Add(Decide([.. policies.Select(policy => Outcome(policy, evaluator.Policy(policy)))]));
            }
        }

        return answers.Aggregate((one, other) => Merge(one, other, [.. Several("principal", principals), .. Several("resource", resources)]));
    }

    private static IEnumerable<string> Several(string name, PartialValue[] candidates) => candidates.Length > 1 ? [name] : [];

    private static PartialValue[] Candidates(EntityUid? known, string? type, ImmutableArray<string>? declared, string path) =>
        known is not null ? [PartialValue.Of(CedarValue.FromEntity(known))]
        : type is not null ? [PartialValue.Unknown(new EntityType(type), path)]
        : declared is { IsDefaultOrEmpty: false } types ? [.. types.Select(name => PartialValue.Unknown(new EntityType(name), path))]
        : [PartialValue.Unknown(PartialValue.AnyEntity, path)];

    private static PartialOutcome Outcome(Policy policy, PartialValue value)
    {
        var kind = value.MustFail ? PartialOutcomeKind.Error
            : !value.CanBeTrue ? PartialOutcomeKind.NotSatisfied
            : !value.CanBeFalse && !value.MayFail ? PartialOutcomeKind.Satisfied
            : PartialOutcomeKind.Unknown;
        return new PartialOutcome(policy.Id, kind, value.MayFail, value.MustFail ? [] : [.. value.DependsOn]);
    }

    private PartialAnswer Decide(ImmutableArray<PartialOutcome> outcomes)
    {
        var permits = Of(outcomes, Effect.Permit);
        var forbids = Of(outcomes, Effect.Forbid);
        var requireNoErrors = mode == AuthorizationMode.RequireNoErrors;
        var isDenied = forbids.Exists(outcome => outcome.Kind == PartialOutcomeKind.Satisfied)
            || !permits.Exists(outcome => outcome.Kind is PartialOutcomeKind.Satisfied or PartialOutcomeKind.Unknown)
            || (requireNoErrors && outcomes.Any(outcome => outcome.Kind == PartialOutcomeKind.Error));
        if (isDenied)
        {
            return new PartialAnswer(PartialDecision.Deny, [], outcomes);
        }

        var isPermitted = permits.Exists(outcome => outcome.Kind == PartialOutcomeKind.Satisfied);
        var open = outcomes.Zip(policies).Where(pair =>
            (pair.First.Kind == PartialOutcomeKind.Unknown && (pair.Second.Effect == Effect.Forbid || !isPermitted))
            || (requireNoErrors && pair.First.MayFail)).ToArray();
        return open.Length == 0 && isPermitted
            ? new PartialAnswer(PartialDecision.Allow, [], outcomes)
            : new PartialAnswer(PartialDecision.Depends, Sorted(open.SelectMany(pair => pair.First.DependsOn)), outcomes);
    }

    private List<PartialOutcome> Of(ImmutableArray<PartialOutcome> outcomes, Effect effect) =>
        [.. outcomes.Where((_, i) => policies[i].Effect == effect)];

    private static PartialAnswer Merge(PartialAnswer one, PartialAnswer other, string[] types)
    {
        var outcomes = one.Outcomes.Zip(other.Outcomes, (a, b) => new PartialOutcome(
            a.PolicyId,
            a.Kind == b.Kind ? a.Kind : PartialOutcomeKind.Unknown,
            a.MayFail || b.MayFail,
            Sorted(a.DependsOn.Concat(b.DependsOn).Concat(a.Kind == b.Kind ? [] : types)))).ToImmutableArray();
        return one.Decision == other.Decision
            ? new PartialAnswer(one.Decision, Sorted(one.DependsOn.Concat(other.DependsOn)), outcomes)
            : new PartialAnswer(PartialDecision.Depends, Sorted(one.DependsOn.Concat(other.DependsOn).Concat(types)), outcomes);
    }

    private static ImmutableArray<string> Sorted(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
