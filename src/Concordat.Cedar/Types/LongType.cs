namespace Concordat.Cedar.Types;

/// <summary>A 64-bit signed integer.</summary>
public sealed record LongType : CedarType
{
    /// <inheritdoc/>
    public override string ToString() => "Long";
}
