namespace Concordat.Cedar.Evaluation;

/// <summary>A compiled expression that is a test by itself.</summary>
internal abstract class TestNode(SourceSpan span) : EvalNode(span)
{
    public sealed override CedarValue Eval(ref EvalContext context) => Test(ref context) switch
    {
        Truth.True => CedarValue.FromBool(true),
        Truth.False => CedarValue.FromBool(false),
        _ => default,
    };

    public abstract override Truth Test(ref EvalContext context);

    protected static Truth Answer(bool value) => value ? Truth.True : Truth.False;
}
