using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary><c>if … then … else …</c>.</summary>
public sealed record ConditionalExpr(Expr Test, Expr Then, Expr Else, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Test, Then, Else];
}
