using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>What the schema's hierarchies tell about <c>in</c> beforehand.</summary>
internal sealed class HierarchyRules(CedarSchema schema, RequestEnvironment environment)
{
    /// <summary>The value of a literal, and of <c>action</c>, which the environment fixes; none otherwise.</summary>
    public CedarValue ValueOf(Expr expr) => expr switch
    {
        LiteralExpr literal => literal.Value,
        VariableExpr { Variable: RequestVariable.Action } => CedarValue.FromEntity(environment.Action.Uid),
        _ => default,
    };

    public CedarType? TypeOfIn(BinaryExpr expr, CedarType left, CedarType right)
    {
        if (ValueOf(expr.Left).Reference is EntityUid action && EntityType.IsActionName(action.Type) && EntitiesOf(expr.Right) is { } ancestors)
        {
            return TypeOfActionIn(action, ancestors);
        }

        var ancestorType = right is SetType set ? set.Element : right;
        return left is EntityType low && ancestorType is EntityType high && !schema.CanBeIn(low.Name, high.Name)
            ? CedarType.False
            : CedarType.Bool;
    }

    private CedarType? TypeOfActionIn(EntityUid action, List<EntityUid> ancestors)
    {
        var actions = ancestors.Where(uid => EntityType.IsActionName(uid.Type)).ToArray();
        if (actions.Length > 0 && !actions.Any(schema.Actions.ContainsKey))
        {
            return null;
        }

        return actions.Any(uid => schema.ActionEntities.IsIn(action, uid)) ? CedarType.True : CedarType.False;
    }

    private List<EntityUid>? EntitiesOf(Expr expr)
    {
        if (ValueOf(expr).Reference is EntityUid single)
        {
            return [single];
        }

        if (expr is not SetExpr set)
        {
            return null;
        }

        var all = new List<EntityUid>();
        foreach (var element in set.Elements)
        {
            if (ValueOf(element).Reference is not EntityUid uid)
            {
                return null;
            }

            all.Add(uid);
        }

        return all;
    }
}
