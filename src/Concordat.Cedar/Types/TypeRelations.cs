using System.Collections.Immutable;

namespace Concordat.Cedar.Types;

/// <summary>How types relate under strict validation.</summary>
internal static class TypeRelations
{
    /// <summary>The type that covers both, or null when there is none: strictly, only knowledge about booleans may differ.</summary>
    public static CedarType? Cover(CedarType a, CedarType b) => (a, b) switch
    {
        (BoolType x, BoolType y) => x == y ? a : CedarType.Bool,
        (SetType x, SetType y) => Cover(x.Element, y.Element) is { } element ? new SetType(element) : null,
        (RecordType x, RecordType y) => CoverRecords(x, y),
        _ => a.Equals(b) ? a : null,
    };

    /// <summary>Whether no value can be of both types.</summary>
    public static bool AreDisjoint(CedarType? a, CedarType? b) =>
        a is EntityType x && b is EntityType y && !string.Equals(x.Name, y.Name, StringComparison.Ordinal);

    private static RecordType? CoverRecords(RecordType a, RecordType b)
    {
        if (a.Attributes.Count != b.Attributes.Count)
        {
            return null;
        }

        var covered = ImmutableSortedDictionary.CreateBuilder<string, AttributeType>(StringComparer.Ordinal);
        foreach (var (name, type) in a.Attributes)
        {
            if (!b.Attributes.TryGetValue(name, out var other) || other.IsRequired != type.IsRequired
                || Cover(type.Type, other.Type) is not { } cover)
            {
                return null;
            }

            covered.Add(name, new AttributeType(cover, type.IsRequired));
        }

        return new RecordType(covered.ToImmutable());
    }
}
