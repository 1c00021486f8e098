namespace Concordat.Cedar.Evaluation;

/// <summary><c>operand.isEmpty()</c>.</summary>
internal sealed class IsEmptyNode(EvalNode operand, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        var value = operand.Eval(ref context);
        if (value.Reference is CedarSet set)
        {
            return Answer(set.Count == 0);
        }

        if (!value.IsNone)
        {
            context.FailKind(operand.Span, "a set", value);
        }

        return Truth.Error;
    }
}
