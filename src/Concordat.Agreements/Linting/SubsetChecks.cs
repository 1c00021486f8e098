using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Linting;

/// <summary>
/// Keeps clauses within what can be proved about: facts against constants, joined by <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and
/// <c>if</c>. No arithmetic, no fact against another fact, no entities, tags or extension functions.
/// </summary>
internal static class SubsetChecks
{
    public static void Run(Policy policy, Clause clause, string place, DiagnosticList found)
    {
        foreach (var condition in policy.Conditions)
        {
            Check(condition.Body, (span, problem) => found.Error(
                AgreementCodes.OutsideSubset,
                $"clause `{clause.Id}` {problem}; clauses compare facts with constants, so that they can be proved about",
                place, span.Line, span.Column, clause.Id.ToString()));
        }
    }

    // A condition: something that is true or false.
    private static void Check(Expr expression, Action<SourceSpan, string> fault)
    {
        switch (expression)
        {
            case LiteralExpr { Value.Kind: CedarValueKind.Bool }:
            case AttributeExpr when FactPaths.Of(expression) is not null:
                break;
            case UnaryExpr { Operator: UnaryOperator.Not } not:
                Check(not.Operand, fault);
                break;
            case UnaryExpr { Operator: UnaryOperator.IsEmpty } empty:
                CheckFact(empty.Operand, fault);
                break;
            case BinaryExpr { Operator: BinaryOperator.And or BinaryOperator.Or } joined:
                Check(joined.Left, fault);
                Check(joined.Right, fault);
                break;
            case ConditionalExpr conditional:
                Check(conditional.Test, fault);
                Check(conditional.Then, fault);
                Check(conditional.Else, fault);
                break;
            case LikeExpr like:
                CheckFact(like.Target, fault);
                break;
            case HasExpr has:
                if (has.Target is not VariableExpr { Variable: RequestVariable.Context })
                {
                    CheckFact(has.Target, fault);
                }

                break;
            case BinaryExpr binary when IsComparison(binary.Operator):
                CheckComparison(binary, fault);
                break;
            default:
                fault(expression.Span, "uses what is outside the provable subset");
                break;
        }
    }

    private static void CheckComparison(BinaryExpr binary, Action<SourceSpan, string> fault)
    {
        var left = FactPaths.Of(binary.Left) is not null;
        var right = FactPaths.Of(binary.Right) is not null;
        if (left && right)
        {
            fault(binary.Span, "compares a fact with another fact");
            return;
        }

        if (!left && !right)
        {
            fault(binary.Span, "compares what is not a fact");
            return;
        }

        if (!IsConstant(left ? binary.Right : binary.Left))
        {
            fault((left ? binary.Right : binary.Left).Span, "compares a fact with what is not a constant");
        }
    }

    private static void CheckFact(Expr expression, Action<SourceSpan, string> fault)
    {
        if (FactPaths.Of(expression) is null)
        {
            fault(expression.Span, "tests what is not a fact");
        }
    }

    private static bool IsConstant(Expr expression) => expression switch
    {
        LiteralExpr literal => literal.Value.Kind is CedarValueKind.Bool or CedarValueKind.Long or CedarValueKind.String,
        SetExpr set => set.Elements.All(IsConstant),
        _ => false,
    };

    private static bool IsComparison(BinaryOperator op) => op is
        BinaryOperator.Equal or BinaryOperator.NotEqual or
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual or
        BinaryOperator.Contains or BinaryOperator.ContainsAll or BinaryOperator.ContainsAny;
}
