namespace Concordat.Gateway.Configuration;

/// <summary>The enclave the gateway stands in: its accreditation ceiling and the nations that may read it.</summary>
public sealed record NetworkConfig
{
    public required string Id { get; init; }

    /// <summary>One of <c>UNCLASSIFIED</c>, <c>CUI</c>, <c>CONFIDENTIAL</c>, <c>SECRET</c>, <c>TOP SECRET</c>.</summary>
    public required string Ceiling { get; init; }

    /// <summary>ISO 3166 trigraphs of the nations present on the network.</summary>
    public IReadOnlyList<string> Nations { get; init; } = ["USA"];

    /// <summary>Control systems, special access programs and atomic energy data that it is accredited for, by their names in marks.</summary>
    public IReadOnlyList<string> Compartments { get; init; } = [];
}
