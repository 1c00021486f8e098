using System.Diagnostics.CodeAnalysis;

namespace Concordat.Cedar;

/// <summary>What a value is.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "these are the names of the Cedar types")]
public enum CedarValueKind
{
    /// <summary>No value: an absent attribute, or the mark of an error.</summary>
    None,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>64-bit signed integer.</summary>
    Long,

    /// <summary>Text.</summary>
    String,

    /// <summary>Reference to an entity.</summary>
    Entity,

    /// <summary>Set of values.</summary>
    Set,

    /// <summary>Record of named values.</summary>
    Record,

    /// <summary>Fixed-point number with four decimal places.</summary>
    Decimal,

    /// <summary>Internet address or range.</summary>
    IpAddress,

    /// <summary>Instant, in milliseconds since 1970-01-01 UTC.</summary>
    Datetime,

    /// <summary>Length of time in milliseconds.</summary>
    Duration,
}
