namespace Concordat.Cedar.Types;

/// <summary>A value of an extension: <c>decimal</c>, <c>ipaddr</c>, <c>datetime</c> or <c>duration</c>.</summary>
/// <param name="Name">Name of the extension type.</param>
public sealed record ExtensionType(string Name) : CedarType
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
