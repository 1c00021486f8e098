using System.Collections.Immutable;

namespace Concordat.Cedar.Schema;

/// <summary>An action as written; a parent is an optional type and an id.</summary>
internal sealed record WrittenAction(string Name, SourceSpan Span, IReadOnlyDictionary<string, string> Annotations)
{
    public ImmutableArray<(WrittenName? Type, string Id, SourceSpan Span)> Parents { get; init; } = [];

    /// <summary>Whether it says what it applies to; in the Cedar form it always does, if only to nothing.</summary>
    public bool HasAppliesTo { get; init; } = true;

    public ImmutableArray<WrittenName> Principals { get; init; } = [];

    public ImmutableArray<WrittenName> Resources { get; init; } = [];

    public WrittenType? Context { get; init; }
}
