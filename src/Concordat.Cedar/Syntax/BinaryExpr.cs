using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>An operator or method with two operands.</summary>
public sealed record BinaryExpr(BinaryOperator Operator, Expr Left, Expr Right, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Left, Right];
}
