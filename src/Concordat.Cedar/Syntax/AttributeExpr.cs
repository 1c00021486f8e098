using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary><c>target.name</c> or <c>target["name"]</c>.</summary>
public sealed record AttributeExpr(Expr Target, string Name, SourceSpan NameSpan, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [Target];
}
