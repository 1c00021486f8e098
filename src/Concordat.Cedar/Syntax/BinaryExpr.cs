using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Concordat.Cedar.Syntax;

/// <summary>An operator or method with two operands.</summary>
public sealed record BinaryExpr(BinaryOperator Operator, Expr Left, Expr Right, SourceSpan Span) : Expr(Span)
{
    /// <summary>The shorter form that it was written in, if any; it means the same without.</summary>
    public BinarySugar Sugar { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Left, Right];

    /// <summary>For <c>target has a.b</c>: what is tested, and the names in order.</summary>
    internal bool TryPath([NotNullWhen(true)] out Expr? target, out ImmutableArray<string> names)
    {
        (target, names) = (null, []);
        if (Sugar != BinarySugar.HasPath)
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<string>();
        Expr at = this;
        for (; at is BinaryExpr { Right: HasExpr test } joined; at = joined.Left)
        {
            found.Add(test.Name);
        }

        if (at is HasExpr first)
        {
            found.Add(first.Name);
            target = first.Target;
        }

        found.Reverse();
        names = found.DrainToImmutable();
        return target is not null;
    }
}
