namespace Concordat.Cedar.Evaluation;

/// <summary><c>!operand</c>.</summary>
internal sealed class NotNode(EvalNode operand, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context) => operand.Test(ref context) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Error,
    };
}
