using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c> on numbers, datetimes and durations.</summary>
internal sealed class OrderNode(BinaryOperator op, EvalNode left, EvalNode right, SourceSpan span) : TestNode(span)
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

        if (!IsOrdered(a))
        {
            context.FailKind(left.Span, "a number, datetime or duration", a);
            return Truth.Error;
        }

        if (!ReferenceEquals(a.Reference, b.Reference))
        {
            context.FailKind(right.Span, KindNames.Of(a.Kind), b);
            return Truth.Error;
        }

        return Answer(op switch
        {
            BinaryOperator.Less => a.Bits < b.Bits,
            BinaryOperator.LessOrEqual => a.Bits <= b.Bits,
            BinaryOperator.Greater => a.Bits > b.Bits,
            _ => a.Bits >= b.Bits,
        });
    }

    private static bool IsOrdered(CedarValue value) =>
        ReferenceEquals(value.Reference, ScalarTag.Long)
        || ReferenceEquals(value.Reference, ScalarTag.Datetime)
        || ReferenceEquals(value.Reference, ScalarTag.Duration);
}
