namespace Concordat.Cedar.Evaluation;

/// <summary>A compiled expression. Immutable but for slot hints, whose races are harmless.</summary>
internal abstract class EvalNode(SourceSpan span)
{
    public SourceSpan Span => span;

    /// <summary>The value; none when there was an error, which the context then holds.</summary>
    public abstract CedarValue Eval(ref EvalContext context);

    /// <summary>The value as a test.</summary>
    public virtual Truth Test(ref EvalContext context)
    {
        var value = Eval(ref context);
        if (value.TryBool(out var truth))
        {
            return truth ? Truth.True : Truth.False;
        }

        if (!value.IsNone)
        {
            context.FailKind(span, "a boolean", value);
        }

        return Truth.Error;
    }
}
