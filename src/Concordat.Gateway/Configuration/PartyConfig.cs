namespace Concordat.Gateway.Configuration;

/// <summary>A signatory whose signature the agreement needs, and its public key file (PEM).</summary>
public sealed record PartyConfig
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public required string Key { get; init; }
}
