using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>A boolean, number, text or entity reference.</summary>
public sealed record LiteralExpr(CedarValue Value, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [];
}
