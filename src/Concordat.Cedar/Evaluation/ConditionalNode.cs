namespace Concordat.Cedar.Evaluation;

/// <summary><c>if … then … else …</c>.</summary>
internal sealed class ConditionalNode(EvalNode test, EvalNode then, EvalNode otherwise, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context) => test.Test(ref context) switch
    {
        Truth.True => then.Eval(ref context),
        Truth.False => otherwise.Eval(ref context),
        _ => default,
    };

    public override Truth Test(ref EvalContext context) => test.Test(ref context) switch
    {
        Truth.True => then.Test(ref context),
        Truth.False => otherwise.Test(ref context),
        _ => Truth.Error,
    };
}
