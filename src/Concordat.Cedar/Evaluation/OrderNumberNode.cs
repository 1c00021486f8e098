using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary>A number compared with a constant one.</summary>
/// <param name="op">The comparison.</param>
/// <param name="left">What is compared.</param>
/// <param name="constant">The number it is compared with.</param>
/// <param name="general">The same for any value; says what is wrong where something is.</param>
internal sealed class OrderNumberNode(BinaryOperator op, EvalNode left, long constant, OrderNode general) : TestNode(general.Span)
{
    public override Truth Test(ref EvalContext context)
    {
        var value = left.Eval(ref context);
        if (!ReferenceEquals(value.Reference, ScalarTag.Long))
        {
            return general.Test(ref context);
        }

        return Answer(op switch
        {
            BinaryOperator.Less => value.Bits < constant,
            BinaryOperator.LessOrEqual => value.Bits <= constant,
            BinaryOperator.Greater => value.Bits > constant,
            _ => value.Bits >= constant,
        });
    }
}
