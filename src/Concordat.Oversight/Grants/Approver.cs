using System.Collections.Immutable;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>A person who may decide cases, and by what their signatures are known: a key of their own, a smart card, hardware keys that they enrolled.</summary>
/// <param name="Id">Short id, as statements and the ledger name the person.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Role">What the person is, such as <c>commander</c>, <c>official</c> or <c>reviewer</c>.</param>
/// <param name="Party">The side that the person acts for, such as <c>department</c> or <c>vendor</c>.</param>
/// <param name="Key">Public key, Ed25519 or ECDSA; null for somebody who signs by hardware key or card only.</param>
/// <param name="RequestsFor">Use cases that the person asks for, and therefore never approves.</param>
public sealed record Approver(
    string Id, string Name, string Role, string Party, VerifyingKey? Key, ImmutableArray<string> RequestsFor)
{
    /// <summary>The name in the certificate of the person's card: its principal name (UPN) or e-mail address; null for somebody without.</summary>
    public string? Card { get; init; }

    /// <summary>Where the person is told by e-mail; null for somebody who is not.</summary>
    public string? Mail { get; init; }

    /// <summary>The share of a case's time, in percent, after which the person is told and may grant; 0 for somebody who is asked at once.</summary>
    public int StandBy { get; init; }

    /// <summary>That the person's party said who they are and what they sign with; null where the configuration says it alone, and for somebody with hardware keys alone, which are enrolled by invitation.</summary>
    public Appointment? Appointment { get; init; }

    /// <summary>Highest marking that the person may see and decide on; null where nothing is kept from the person by its marking.</summary>
    public string? Clearance { get; init; }
}
