namespace Concordat.Cedar.Evaluation;

/// <summary><c>operand is Type</c>.</summary>
internal sealed class IsNode(EvalNode operand, string entityType, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        var value = operand.Eval(ref context);
        if (value.Reference is EntityUid uid)
        {
            return Answer(string.Equals(uid.Type, entityType, StringComparison.Ordinal));
        }

        if (!value.IsNone)
        {
            context.FailKind(operand.Span, "an entity", value);
        }

        return Truth.Error;
    }
}
