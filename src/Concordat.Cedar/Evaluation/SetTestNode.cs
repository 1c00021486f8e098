using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary><c>contains</c>, <c>containsAll</c> and <c>containsAny</c>.</summary>
internal sealed class SetTestNode(BinaryOperator op, EvalNode left, EvalNode right, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        var a = left.Eval(ref context);
        if (a.IsNone)
        {
            return Truth.Error;
        }

        var b = right.Eval(ref context);
        if (b.IsNone)
        {
            return Truth.Error;
        }

        if (a.Reference is not CedarSet set)
        {
            context.FailKind(left.Span, "a set", a);
            return Truth.Error;
        }

        if (op == BinaryOperator.Contains)
        {
            return Answer(set.Contains(b));
        }

        if (b.Reference is not CedarSet other)
        {
            context.FailKind(right.Span, "a set", b);
            return Truth.Error;
        }

        return Answer(op == BinaryOperator.ContainsAll ? set.ContainsAll(other) : set.ContainsAny(other));
    }
}
