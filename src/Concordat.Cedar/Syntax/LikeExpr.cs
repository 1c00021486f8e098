using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary><c>target like "pattern*"</c>.</summary>
public sealed record LikeExpr(Expr Target, CedarPattern Pattern, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Target];
}
