namespace Concordat.Gateway.Configuration;

/// <summary>A person who may decide cases, and by what their signatures are known.</summary>
public sealed record ApproverConfig
{
    /// <summary>Short id, as the ledger names the person.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <c>commander</c>, <c>official</c>, <c>reviewer</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The side that the person acts for: the role of a party.</summary>
    public required string Party { get; init; }

    /// <summary>Their public key file (PEM, Ed25519 or ECDSA P-256); null for somebody who signs by hardware key or card only.</summary>
    public string? Key { get; init; }

    /// <summary>The name in their card's certificate: principal name (UPN) or e-mail address.</summary>
    public string? Card { get; init; }

    /// <summary>File in which their party says, signed, who they are and what they sign with (<c>concordat approver appoint</c>); needed where the agreement has people appointed.</summary>
    public string? Appointment { get; init; }

    /// <summary>Where the person is told by e-mail that a case waits for them; null for somebody who is not.</summary>
    public string? Mail { get; init; }

    /// <summary>The share of a case's time, in percent, after which the person is told and may grant; 0 for somebody who is asked at once.</summary>
    public int StandBy { get; init; }

    /// <summary>Ids of the use cases that the person asks for, and therefore never approves.</summary>
    public IReadOnlyList<string> RequestsFor { get; init; } = [];
}
