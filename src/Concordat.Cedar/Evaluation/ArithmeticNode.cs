using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> on numbers; a result beyond 64 bits is an error.</summary>
internal sealed class ArithmeticNode(BinaryOperator op, EvalNode left, EvalNode right, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context)
    {
        var a = left.Eval(ref context);
        if (a.IsNone)
        {
            return default;
        }

        var b = right.Eval(ref context);
        if (b.IsNone)
        {
            return default;
        }

        if (!a.TryLong(out var x))
        {
            return context.FailKind(left.Span, "a number", a);
        }

        if (!b.TryLong(out var y))
        {
            return context.FailKind(right.Span, "a number", b);
        }

        Int128 result = op switch
        {
            BinaryOperator.Add => (Int128)x + y,
            BinaryOperator.Subtract => (Int128)x - y,
            _ => (Int128)x * y,
        };
        return result < long.MinValue || result > long.MaxValue
            ? context.Fail(Span, "integer overflow")
            : CedarValue.FromLong((long)result);
    }
}
