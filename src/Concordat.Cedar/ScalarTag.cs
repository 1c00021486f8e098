namespace Concordat.Cedar;

/// <summary>Marks a <see cref="CedarValue"/> whose content is its 64 bits; one instance a kind.</summary>
internal sealed class ScalarTag(CedarValueKind kind)
{
    public static readonly ScalarTag Bool = new(CedarValueKind.Bool);
    public static readonly ScalarTag Long = new(CedarValueKind.Long);
    public static readonly ScalarTag Decimal = new(CedarValueKind.Decimal);
    public static readonly ScalarTag Datetime = new(CedarValueKind.Datetime);
    public static readonly ScalarTag Duration = new(CedarValueKind.Duration);

    public CedarValueKind Kind { get; } = kind;
}
