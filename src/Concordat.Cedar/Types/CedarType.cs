using System.Diagnostics.CodeAnalysis;

namespace Concordat.Cedar.Types;

/// <summary>The type of an expression, attribute or tag. Compared by content; written as in a schema.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "these are the names of the Cedar types")]
public abstract record CedarType
{
    /// <summary>True, false, or either.</summary>
    public static CedarType Bool { get; } = new BoolType(null);

    /// <summary>64-bit signed integer.</summary>
    public static CedarType Long { get; } = new LongType();

    /// <summary>Text.</summary>
    public static CedarType String { get; } = new StringType();

    /// <summary>Certainly true.</summary>
    internal static CedarType True { get; } = new BoolType(true);

    /// <summary>Certainly false.</summary>
    internal static CedarType False { get; } = new BoolType(false);

    internal static CedarType Decimal { get; } = new ExtensionType("decimal");

    internal static CedarType IpAddress { get; } = new ExtensionType("ipaddr");

    internal static CedarType Datetime { get; } = new ExtensionType("datetime");

    internal static CedarType Duration { get; } = new ExtensionType("duration");

    /// <summary>Kind of every value of this type.</summary>
    internal CedarValueKind Kind => this switch
    {
        BoolType => CedarValueKind.Bool,
        LongType => CedarValueKind.Long,
        StringType => CedarValueKind.String,
        SetType => CedarValueKind.Set,
        RecordType => CedarValueKind.Record,
        EntityType => CedarValueKind.Entity,
        ExtensionType { Name: "decimal" } => CedarValueKind.Decimal,
        ExtensionType { Name: "ipaddr" } => CedarValueKind.IpAddress,
        ExtensionType { Name: "datetime" } => CedarValueKind.Datetime,
        _ => CedarValueKind.Duration,
    };

    internal bool IsTrue => this is BoolType { Known: true };

    internal bool IsFalse => this is BoolType { Known: false };
}
