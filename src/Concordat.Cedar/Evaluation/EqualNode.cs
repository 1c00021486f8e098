namespace Concordat.Cedar.Evaluation;

/// <summary><c>left == right</c> and <c>left != right</c>.</summary>
internal sealed class EqualNode(EvalNode left, EvalNode right, bool isNegated, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        var a = left.Eval(ref context);
        if (a.IsNone)
        {
            return Truth.Error;
        }

        var b = right.Eval(ref context);
        return b.IsNone ? Truth.Error : Answer(a.Equals(b) != isNegated);
    }
}
