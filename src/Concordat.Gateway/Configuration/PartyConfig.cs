namespace Concordat.Gateway.Configuration;

/// <summary>A signatory whose signature the agreement needs, and its public key file (PEM).</summary>
public sealed record PartyConfig
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public required string Key { get; init; }

    /// <summary>Public key files of further keys, of other algorithms, with which the party must have signed too.</summary>
    public IReadOnlyList<string> AlsoKeys { get; init; } = [];

    /// <summary>Where the party is told by e-mail of orders, of what is said about them, and of stops that lapse; null for nowhere.</summary>
    public string? Mail { get; init; }
}
