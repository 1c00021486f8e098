namespace Concordat.Cedar.Evaluation;

/// <summary><c>left == constant</c> and <c>left != constant</c>.</summary>
internal sealed class EqualConstantNode(EvalNode left, CedarValue constant, bool isNegated, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        var value = left.Eval(ref context);
        return value.IsNone ? Truth.Error : Answer(value.Equals(constant) != isNegated);
    }
}
