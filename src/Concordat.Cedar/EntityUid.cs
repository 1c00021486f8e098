namespace Concordat.Cedar;

/// <summary>The name of an entity: a type such as <c>Concordat::UseCase</c> and an id. Immutable; build once and keep.</summary>
public sealed class EntityUid : IEquatable<EntityUid>
{
    private readonly int _hash;

    /// <summary>Creates the name.</summary>
    public EntityUid(string type, string id)
    {
        Type = type;
        Id = id;
        TypeHash = type.GetHashCode(StringComparison.Ordinal);
        _hash = HashCode.Combine(TypeHash, id.GetHashCode(StringComparison.Ordinal));
    }

    /// <summary>Fully qualified entity type.</summary>
    public string Type { get; }

    /// <summary>Id, any text.</summary>
    public string Id { get; }

    internal int TypeHash { get; }

    internal bool HasTypeOf(EntityUid other) =>
        ReferenceEquals(this, other) || (TypeHash == other.TypeHash && string.Equals(Type, other.Type, StringComparison.Ordinal));

    /// <inheritdoc/>
    public bool Equals(EntityUid? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash
            && string.Equals(Id, other.Id, StringComparison.Ordinal)
            && string.Equals(Type, other.Type, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EntityUid);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Cedar source form, <c>Type::"id"</c>.</summary>
    public override string ToString() => Type + "::" + Syntax.CedarText.Quote(Id);
}
