using Concordat.Cedar.Schema;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Validation;

/// <summary>Tells whether some action of the schema applies to principals and resources that a policy's scope allows.</summary>
internal sealed class ScopeCheck(Policy policy, CedarSchema schema)
{
    public bool CanApply(out string? help)
    {
        var actions = schema.Actions.Values.Where(action => Allows(policy.Action, action)).ToArray();
        help = actions.Any(action => !action.Principals.IsEmpty)
            ? "compare the scope with `appliesTo` of the action"
            : "declare `appliesTo` for the action";
        return actions.Any(action =>
            action.Principals.Any(type => Allows(policy.Principal, type)) && action.Resources.Any(type => Allows(policy.Resource, type)));
    }

    private bool Allows(Scope scope, ActionDeclaration action) => scope.Kind switch
    {
        ScopeKind.Any => true,
        ScopeKind.Equal => scope.Entities[0].Value.AsEntity.Equals(action.Uid),
        _ => scope.Entities.Any(entity => schema.ActionEntities.IsIn(action.Uid, entity.Value.AsEntity)),
    };

    private bool Allows(Scope scope, string type)
    {
        // A slot may be given any entity.
        var isRightType = scope.EntityType is null || string.Equals(scope.EntityType, type, StringComparison.Ordinal);
        return isRightType && (scope.IsSlot || scope.Kind switch
        {
            ScopeKind.Equal => string.Equals(scope.Entities[0].Value.AsEntity.Type, type, StringComparison.Ordinal),
            ScopeKind.In or ScopeKind.IsIn => schema.CanBeIn(type, scope.Entities[0].Value.AsEntity.Type),
            _ => true,
        });
    }
}
