using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>A part of the request.</summary>
public sealed record VariableExpr(RequestVariable Variable, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [];
}
