namespace Concordat.Cedar.Evaluation;

/// <summary>An expression that can be read but never evaluated.</summary>
internal sealed class FaultNode(string message, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context) => context.Fail(Span, message);
}
