using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Validation;

/// <summary>Walks all expressions of a policy, without recursion.</summary>
internal static class PolicyExprs
{
    public static IEnumerable<Expr> All(Policy policy)
    {
        var open = new Stack<Expr>();
        foreach (var condition in policy.Conditions)
        {
            open.Push(condition.Body);
            while (open.TryPop(out var expr))
            {
                yield return expr;
                foreach (var part in expr.Parts)
                {
                    open.Push(part);
                }
            }
        }
    }

    public static IEnumerable<LiteralExpr> Entities(Policy policy) =>
        policy.Principal.Entities.Concat(policy.Action.Entities).Concat(policy.Resource.Entities)
            .Concat(All(policy).OfType<LiteralExpr>().Where(literal => literal.Value.Kind == CedarValueKind.Entity));

    public static IEnumerable<(string Type, SourceSpan Span)> TypeTests(Policy policy)
    {
        foreach (var scope in new[] { policy.Principal, policy.Resource })
        {
            if (scope.EntityType is not null)
            {
                yield return (scope.EntityType, scope.TypeSpan);
            }
        }

        foreach (var test in All(policy).OfType<IsExpr>())
        {
            yield return (test.EntityType, test.TypeSpan);
        }
    }
}
