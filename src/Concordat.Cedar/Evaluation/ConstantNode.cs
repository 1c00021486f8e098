namespace Concordat.Cedar.Evaluation;

/// <summary>A value known at compile time.</summary>
internal sealed class ConstantNode(CedarValue value, SourceSpan span) : EvalNode(span)
{
    public CedarValue Value { get; } = value;

    public override CedarValue Eval(ref EvalContext context) => Value;
}
