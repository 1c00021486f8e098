using System.Collections.Immutable;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Oversight.Rulings;

/// <summary>A well-formed ruling or revocation: exactly one of the two is there.</summary>
/// <param name="Hash">SHA-256 of the payload, lower hex.</param>
/// <param name="Signers">The reviewers whose signatures on it are valid; whether they suffice is another question.</param>
public sealed record RulingDocument(Ruling? Ruling, RulingRevocation? Revocation, DsseEnvelope Envelope, string Hash, ImmutableArray<Approver> Signers)
{
    public string Id => Ruling?.Id ?? Revocation!.Id;

    /// <summary><c>rule</c> or <c>revoke</c>.</summary>
    public string Act => Ruling is null ? "revoke" : "rule";
}
