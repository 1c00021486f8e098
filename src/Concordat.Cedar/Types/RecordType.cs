using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Types;

/// <summary>A record with exactly these attributes.</summary>
/// <param name="Attributes">Attributes by name, in ordinal order.</param>
public sealed record RecordType(ImmutableSortedDictionary<string, AttributeType> Attributes) : CedarType
{
    /// <summary>The record without attributes.</summary>
    public static RecordType Empty { get; } = Of([]);

    /// <summary>A record type of the given attributes.</summary>
    public static RecordType Of(IEnumerable<KeyValuePair<string, AttributeType>> attributes) =>
        new(attributes.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>The shape of records of this type, with a slot for every attribute in ordinal order of names.</summary>
    public RecordShape ToShape() => new([.. Attributes.Keys]);

    /// <summary>What keeps a record from being of this type, in words without its values; null when it is.</summary>
    public string? Mismatch(CedarRecord record) => TypeConformance.DescribeRecord(record, this, "");

    /// <inheritdoc/>
    public bool Equals(RecordType? other) =>
        ReferenceEquals(this, other) || (other is not null && Attributes.SequenceEqual(other.Attributes));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (name, type) in Attributes)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(type);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        "{" + string.Join(", ", Attributes.Select(pair => $"{Name(pair.Key)}{(pair.Value.IsRequired ? "" : "?")}: {pair.Value.Type}")) + "}";

    private static string Name(string name) => CedarText.IsIdentifier(name) ? name : CedarText.Quote(name);
}
