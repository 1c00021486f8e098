namespace Concordat.Gateway.Configuration;

/// <summary>What a deployment's own network is accredited for, where that is less than the network of the gateway is.</summary>
public sealed record AccreditationConfig
{
    /// <summary>A U.S. level, or one of <c>NATO UNCLASSIFIED</c>, <c>NATO CONFIDENTIAL</c>, <c>NATO SECRET</c>, <c>COSMIC TOP SECRET</c>.</summary>
    public required string Ceiling { get; init; }

    /// <summary>ISO 3166 trigraphs of the nations whose people can read what the deployment gets.</summary>
    public IReadOnlyList<string> Nations { get; init; } = ["USA"];

    /// <summary>Control systems, special access programs and atomic energy data that it is accredited for.</summary>
    public IReadOnlyList<string> Compartments { get; init; } = [];
}
