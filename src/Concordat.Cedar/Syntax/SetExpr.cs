using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary><c>[a, b]</c>.</summary>
public sealed record SetExpr(ImmutableArray<Expr> Elements, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => Elements;
}
