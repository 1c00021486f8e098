using System.Collections.Immutable;

namespace Concordat.Cedar.Schema;

/// <summary>An entity type as written.</summary>
internal sealed record WrittenEntity(string Name, SourceSpan Span, IReadOnlyDictionary<string, string> Annotations)
{
    public ImmutableArray<WrittenName> Parents { get; init; } = [];

    public WrittenType? Attributes { get; init; }

    public WrittenType? Tags { get; init; }

    public ImmutableArray<string> Choices { get; init; }
}
