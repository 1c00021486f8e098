using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary>A part of the request.</summary>
internal sealed class VariableNode(RequestVariable variable, SourceSpan span) : EvalNode(span)
{
    public RequestVariable Variable => variable;

    public override CedarValue Eval(ref EvalContext context) => variable switch
    {
        RequestVariable.Principal => CedarValue.FromEntity(context.Principal),
        RequestVariable.Action => CedarValue.FromEntity(context.Action),
        RequestVariable.Resource => CedarValue.FromEntity(context.Resource),
        _ => CedarValue.FromRecord(context.Context),
    };
}
