using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>One of the three parts of a policy's scope.</summary>
/// <param name="Variable">Principal, action or resource.</param>
/// <param name="Kind">How it narrows.</param>
/// <param name="EntityType">The type, for <c>is</c>.</param>
/// <param name="Entities">The entities, for <c>==</c> and <c>in</c>.</param>
/// <param name="IsList">Whether the entities were written in brackets.</param>
/// <param name="Span">Where it stands.</param>
public sealed record Scope(
    RequestVariable Variable,
    ScopeKind Kind,
    string? EntityType,
    ImmutableArray<LiteralExpr> Entities,
    bool IsList,
    SourceSpan Span)
{
    /// <summary>Where the type stands, for <c>is</c>.</summary>
    public SourceSpan TypeSpan { get; init; }

    /// <summary>Whether the slot <c>?principal</c> or <c>?resource</c> stands in place of the entity; then <see cref="Entities"/> is empty.</summary>
    public bool IsSlot { get; init; }
}
