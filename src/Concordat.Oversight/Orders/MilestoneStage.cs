using System.Text.Json.Serialization;

namespace Concordat.Oversight.Orders;

/// <summary>The stages of a phase-out, in order.</summary>
public enum MilestoneStage
{
    [JsonStringEnumMemberName("identify")]
    Identify,
    [JsonStringEnumMemberName("plan")]
    Plan,
    [JsonStringEnumMemberName("begin")]
    Begin,
    [JsonStringEnumMemberName("complete")]
    Complete,
    [JsonStringEnumMemberName("certify")]
    Certify,
}
