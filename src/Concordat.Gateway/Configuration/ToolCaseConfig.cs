namespace Concordat.Gateway.Configuration;

/// <summary>Calls of a tool that do less than it can do at worst.</summary>
/// <remarks>It describes a call only if every condition holds and every argument of the call is named by one of them.</remarks>
public sealed record ToolCaseConfig
{
    /// <summary>The effect of these calls, milder than the tool's.</summary>
    public required string Effect { get; init; }

    public IReadOnlyList<ToolConditionConfig> Where { get; init; } = [];
}
