namespace Concordat.Gateway.Configuration;

/// <summary>One thing that evidence must say, and the values that count.</summary>
public sealed record MeasurementConfig
{
    /// <summary>Such as <c>pcr0</c>, <c>measurement</c> or <c>image</c>.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Values { get; init; }
}
