using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary><c>{a: 1, "b c": 2}</c>.</summary>
public sealed record RecordExpr(ImmutableArray<KeyValuePair<string, Expr>> Fields, SourceSpan Span) : Expr(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expr> Parts => [.. Fields.Select(pair => pair.Value)];
}
