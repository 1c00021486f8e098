namespace Concordat.Cedar.Types;

/// <summary>A set.</summary>
/// <param name="Element">Type of each element.</param>
public sealed record SetType(CedarType Element) : CedarType
{
    /// <inheritdoc/>
    public override string ToString() => $"Set<{Element}>";
}
