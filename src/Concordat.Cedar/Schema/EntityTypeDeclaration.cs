using System.Collections.Immutable;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Schema;

/// <summary>An entity type as a schema declares it.</summary>
public sealed class EntityTypeDeclaration
{
    /// <summary>Fully qualified name.</summary>
    public required string Name { get; init; }

    /// <summary>Attributes.</summary>
    public required RecordType Attributes { get; init; }

    /// <summary>Type of its tags, or null when it has none.</summary>
    public CedarType? Tags { get; init; }

    /// <summary>Types of its direct parents.</summary>
    public required ImmutableArray<string> Parents { get; init; }

    /// <summary>The only ids that exist, for an enumerated type; otherwise default.</summary>
    public ImmutableArray<string> Choices { get; init; }

    /// <summary>Annotations.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>Where it is declared.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>Whether only certain ids exist.</summary>
    public bool IsEnumerated => !Choices.IsDefault;

    /// <summary>Types whose entities can stand below entities of this type.</summary>
    internal HashSet<string> Descendants { get; } = new(StringComparer.Ordinal);
}
