using System.Text.Json.Serialization;

namespace Concordat.Oversight.Orders;

/// <summary>What a later document says about an order.</summary>
public enum NoticeKind
{
    /// <summary>A court stays the order.</summary>
    [JsonStringEnumMemberName("stay")]
    Stay,

    /// <summary>A court enjoins its enforcement.</summary>
    [JsonStringEnumMemberName("enjoin")]
    Enjoin,

    /// <summary>A court denies a stay, or ends one of the same docket.</summary>
    [JsonStringEnumMemberName("deny")]
    Deny,

    /// <summary>A court sets the order aside for good.</summary>
    [JsonStringEnumMemberName("vacate")]
    Vacate,

    /// <summary>The issuer spares named use cases for a time.</summary>
    [JsonStringEnumMemberName("waive")]
    Waive,

    /// <summary>The issuer takes the order back.</summary>
    [JsonStringEnumMemberName("lift")]
    Lift,

    /// <summary>Another party joins a suspension.</summary>
    [JsonStringEnumMemberName("confirm")]
    Confirm,

    /// <summary>The vendor answers; changes nothing.</summary>
    [JsonStringEnumMemberName("respond")]
    Respond,

    /// <summary>A milestone has been reached; changes nothing.</summary>
    [JsonStringEnumMemberName("report")]
    Report,
}
