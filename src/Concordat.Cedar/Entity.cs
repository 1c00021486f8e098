using System.Collections.Immutable;

namespace Concordat.Cedar;

/// <summary>An entity: its name, attributes, tags and direct parents.</summary>
/// <param name="Uid">Name.</param>
/// <param name="Attributes">Attributes.</param>
/// <param name="Parents">Direct parents; the store finds the rest.</param>
/// <param name="Tags">Tags.</param>
public sealed record Entity(EntityUid Uid, CedarRecord Attributes, ImmutableArray<EntityUid> Parents, CedarRecord Tags)
{
    /// <summary>An entity with attributes and parents.</summary>
    public Entity(EntityUid uid, CedarRecord? attributes = null, params ReadOnlySpan<EntityUid> parents)
        : this(uid, attributes ?? CedarRecord.Empty, [.. parents], CedarRecord.Empty)
    {
    }
}
