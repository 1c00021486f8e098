namespace Concordat.Cedar.Evaluation;

/// <summary><c>-operand</c>.</summary>
internal sealed class NegateNode(EvalNode operand, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context)
    {
        var value = operand.Eval(ref context);
        if (!value.TryLong(out var number))
        {
            return value.IsNone ? default : context.FailKind(operand.Span, "a number", value);
        }

        return number == long.MinValue ? context.Fail(Span, "integer overflow") : CedarValue.FromLong(-number);
    }
}
