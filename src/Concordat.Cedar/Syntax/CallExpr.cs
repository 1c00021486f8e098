using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>A call of an extension function, as <c>ip("…")</c>, or method, as <c>a.isInRange(b)</c>; the target of a method comes first.</summary>
public sealed record CallExpr(string Function, ImmutableArray<Expr> Arguments, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => Arguments;
}
