namespace Concordat.Oversight.Signers;

/// <summary>A key of a party or an approver whose signatures count no more.</summary>
/// <param name="KeyId">SHA-256 of the key's SubjectPublicKeyInfo, lower hex.</param>
/// <param name="Revoked">When.</param>
/// <param name="Entry">The ledger's entry that says so, in the log of the node that took it.</param>
/// <param name="Agreements">Hashes of the agreements that the key had signed before and that stay valid.</param>
public sealed record RevokedSigner(string KeyId, DateTimeOffset Revoked, long Entry, IReadOnlyList<string> Agreements);
