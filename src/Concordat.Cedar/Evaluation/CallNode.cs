using Concordat.Cedar.Extensions;

namespace Concordat.Cedar.Evaluation;

/// <summary>A call of an extension function with one or two arguments.</summary>
internal sealed class CallNode(string function, EvalNode first, EvalNode? second, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context)
    {
        var a = first.Eval(ref context);
        if (a.IsNone)
        {
            return default;
        }

        CedarValue b = default;
        if (second is not null)
        {
            b = second.Eval(ref context);
            if (b.IsNone)
            {
                return default;
            }
        }

        var result = ExtensionFunctions.Call(function, a, b, out var fault);
        return result.IsNone ? context.Fail(Span, fault) : result;
    }
}
