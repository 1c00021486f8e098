namespace Concordat.Cedar.Evaluation;

/// <summary>A set with elements that are not all known at compile time.</summary>
internal sealed class SetNode(EvalNode[] elements, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context)
    {
        var values = new CedarValue[elements.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = elements[i].Eval(ref context);
            if (values[i].IsNone)
            {
                return default;
            }
        }

        return CedarValue.FromSet(CedarSet.Of(values.AsSpan()));
    }
}
