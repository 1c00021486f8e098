namespace Concordat.Gateway.Configuration;

/// <summary>A person who may decide cases, and the public key file (PEM, Ed25519 or ECDSA P-256) that speaks for them.</summary>
public sealed record ApproverConfig
{
    /// <summary>Short id, as the ledger names the person.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <c>commander</c>, <c>official</c>, <c>reviewer</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The side that the person acts for: the role of a party.</summary>
    public required string Party { get; init; }

    public required string Key { get; init; }

    /// <summary>Ids of the use cases that the person asks for, and therefore never approves.</summary>
    public IReadOnlyList<string> RequestsFor { get; init; } = [];
}
