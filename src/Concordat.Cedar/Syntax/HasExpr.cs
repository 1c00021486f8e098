using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary><c>target has name</c>; <c>target has a.b</c> is read as <c>target has a &amp;&amp; target.a has b</c>.</summary>
public sealed record HasExpr(Expr Target, string Name, SourceSpan NameSpan, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Target];
}
