namespace Concordat.Cedar.Evaluation;

/// <summary>All parts hold; stops at the first that does not.</summary>
internal sealed class AndNode(EvalNode[] parts, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        foreach (var part in parts)
        {
            var truth = part.Test(ref context);
            if (truth != Truth.True)
            {
                return truth;
            }
        }

        return Truth.True;
    }
}
