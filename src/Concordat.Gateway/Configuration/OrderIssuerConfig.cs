namespace Concordat.Gateway.Configuration;

/// <summary>An authority, a party's officer or a keeper of court records, and the public key file (PEM) that speaks for them; who they are the agreement says.</summary>
public sealed record OrderIssuerConfig
{
    /// <summary>Short id, as orders name the issuer.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The side that the issuer acts for: the role of a party; null for an outside authority.</summary>
    public string? Party { get; init; }

    public required string Key { get; init; }

    /// <summary>What the issuer may sign: actions of orders and kinds of notice. Empty retires the issuer; what was signed before stays.</summary>
    public IReadOnlyList<string> Acts { get; init; } = [];
}
