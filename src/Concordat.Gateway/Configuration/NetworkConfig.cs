namespace Concordat.Gateway.Configuration;

/// <summary>The enclave the gateway stands in: its accreditation ceiling and the nations that may read it.</summary>
public sealed record NetworkConfig
{
    public required string Id { get; init; }

    /// <summary>A U.S. level, or one of <c>NATO UNCLASSIFIED</c>, <c>NATO CONFIDENTIAL</c>, <c>NATO SECRET</c>, <c>COSMIC TOP SECRET</c>.</summary>
    public required string Ceiling { get; init; }

    /// <summary>ISO 3166 trigraphs of the nations present on the network.</summary>
    public IReadOnlyList<string> Nations { get; init; } = ["USA"];

    /// <summary>Control systems, special access programs and atomic energy data that it is accredited for, by their names in marks.</summary>
    public IReadOnlyList<string> Compartments { get; init; } = [];

    /// <summary>PEM files with the public keys of those who may sign ADatP-4778 bindings; with any, a binding that none of them signed is refused.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];
}
