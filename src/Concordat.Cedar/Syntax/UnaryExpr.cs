using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>An operator with one operand.</summary>
public sealed record UnaryExpr(UnaryOperator Operator, Expr Operand, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Operand];
}
