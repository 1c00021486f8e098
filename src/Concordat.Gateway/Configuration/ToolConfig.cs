namespace Concordat.Gateway.Configuration;

/// <summary>A registered tool and its effect: <c>none</c>, <c>reversible</c>, <c>high-stakes</c> or <c>force</c>.</summary>
public sealed record ToolConfig
{
    public required string Name { get; init; }

    public required string Effect { get; init; }
}
