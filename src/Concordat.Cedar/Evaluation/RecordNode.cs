namespace Concordat.Cedar.Evaluation;

/// <summary>A record with values that are not all known at compile time.</summary>
internal sealed class RecordNode(RecordShape shape, EvalNode[] fields, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context)
    {
        var values = new CedarValue[fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = fields[i].Eval(ref context);
            if (values[i].IsNone)
            {
                return default;
            }
        }

        return CedarValue.FromRecord(new CedarRecord(shape, values));
    }
}
