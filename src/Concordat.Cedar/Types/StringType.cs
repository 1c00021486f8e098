namespace Concordat.Cedar.Types;

/// <summary>A text.</summary>
public sealed record StringType : CedarType
{
    /// <inheritdoc/>
    public override string ToString() => "String";
}
