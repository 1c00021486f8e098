using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary><c>operand like "pattern"</c>.</summary>
internal sealed class LikeNode(EvalNode operand, CedarPattern pattern, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        var value = operand.Eval(ref context);
        if (value.Reference is string text)
        {
            return Answer(pattern.Matches(text));
        }

        if (!value.IsNone)
        {
            context.FailKind(operand.Span, "a string", value);
        }

        return Truth.Error;
    }
}
