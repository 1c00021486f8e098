using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Unwinds the reading of a policy that has a part outside the subset.</summary>
internal sealed class RefusedPart(SourceSpan span, string reason) : Exception(reason)
{
    public SourceSpan Span => span;

    public static RefusedPart At(Expr expr, string reason) => new(expr.Span, reason);
}
