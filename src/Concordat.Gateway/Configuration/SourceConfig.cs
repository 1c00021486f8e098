namespace Concordat.Gateway.Configuration;

/// <summary>A registered data source: its kind and whether it holds U.S.-person data (<c>yes</c>, <c>no</c>, <c>unknown</c>).</summary>
public sealed record SourceConfig
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public string UsPersonData { get; init; } = "unknown";

    /// <summary>Public key of the data platform that hands the source out; then the source counts as declared only with a token that it signed.</summary>
    public string? Platform { get; init; }
}
