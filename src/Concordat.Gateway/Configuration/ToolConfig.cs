namespace Concordat.Gateway.Configuration;

/// <summary>A registered tool and its effect: <c>none</c>, <c>reversible</c>, <c>high-stakes</c> or <c>force</c>.</summary>
public sealed record ToolConfig
{
    public required string Name { get; init; }

    /// <summary>The worst that the tool can do: what holds for every call that no lesser case describes.</summary>
    public required string Effect { get; init; }

    /// <summary>Calls that do less, by their arguments; the first that describes a call gives its effect.</summary>
    public IReadOnlyList<ToolCaseConfig> Lesser { get; init; } = [];

    /// <summary>
    /// SHA-256 of the definition that somebody accepted, lower hex; a tool behind <c>/mcp</c> counts as registered only while its server
    /// still defines it so.
    /// </summary>
    public string? Definition { get; init; }
}
