using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Partial;

/// <summary>A policy as tests that must all hold: its scope written out, then its conditions.</summary>
internal static class PolicyTests
{
    public static IEnumerable<Expr> Of(Policy policy)
    {
        foreach (var scope in new[] { policy.Action, policy.Principal, policy.Resource })
        {
            var variable = new VariableExpr(scope.Variable, scope.Span);
            if (scope.EntityType is not null)
            {
                yield return new IsExpr(variable, scope.EntityType, scope.TypeSpan, scope.Span);
            }

            if (scope.IsList || !scope.Entities.IsEmpty)
            {
                Expr right = scope.IsList ? new SetExpr([.. scope.Entities], scope.Span) : scope.Entities[0];
                yield return new BinaryExpr(scope.Kind == ScopeKind.Equal ? BinaryOperator.Equal : BinaryOperator.In, variable, right, scope.Span);
            }
        }

        foreach (var condition in policy.Conditions)
        {
            yield return condition.IsUnless ? new UnaryExpr(UnaryOperator.Not, condition.Body, condition.Span) : condition.Body;
        }
    }
}
