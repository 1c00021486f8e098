namespace Concordat.Cedar.Types;

/// <summary>The type of an attribute.</summary>
/// <param name="Type">Type of its value.</param>
/// <param name="IsRequired">Whether it is always present.</param>
public sealed record AttributeType(CedarType Type, bool IsRequired)
{
    /// <summary>Annotations of the attribute in the schema.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public bool Equals(AttributeType? other) => other is not null && IsRequired == other.IsRequired && Type.Equals(other.Type);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, IsRequired);
}
