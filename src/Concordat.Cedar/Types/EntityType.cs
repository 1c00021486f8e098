namespace Concordat.Cedar.Types;

/// <summary>A reference to an entity.</summary>
/// <param name="Name">Fully qualified type of the entity.</param>
public sealed record EntityType(string Name) : CedarType
{
    /// <summary>Whether entities of this type are actions: its last name is <c>Action</c>.</summary>
    public bool IsAction => IsActionName(Name);

    internal static bool IsActionName(string name) =>
        name is "Action" || name.EndsWith("::Action", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
