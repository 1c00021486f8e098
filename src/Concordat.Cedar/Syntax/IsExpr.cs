using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary><c>target is Type</c>; <c>target is Type in e</c> is read as <c>target is Type &amp;&amp; target in e</c>.</summary>
public sealed record IsExpr(Expr Target, string EntityType, SourceSpan TypeSpan, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Target];
}
