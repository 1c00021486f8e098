namespace Concordat.Cedar.Types;

/// <summary>A boolean.</summary>
/// <param name="Known">The value, where validation knows it.</param>
public sealed record BoolType(bool? Known) : CedarType
{
    /// <inheritdoc/>
    public override string ToString() => "Bool";
}
