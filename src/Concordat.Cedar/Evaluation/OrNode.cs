namespace Concordat.Cedar.Evaluation;

/// <summary>Some part holds; stops at the first that does.</summary>
internal sealed class OrNode(EvalNode[] parts, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        foreach (var part in parts)
        {
            var truth = part.Test(ref context);
            if (truth != Truth.False)
            {
                return truth;
            }
        }

        return Truth.False;
    }
}
