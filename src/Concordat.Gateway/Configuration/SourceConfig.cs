namespace Concordat.Gateway.Configuration;

/// <summary>A registered data source: its kind and whether it holds U.S.-person data (<c>yes</c>, <c>no</c>, <c>unknown</c>).</summary>
public sealed record SourceConfig
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public string UsPersonData { get; init; } = "unknown";
}
