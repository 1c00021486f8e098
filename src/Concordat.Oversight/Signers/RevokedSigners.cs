using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Oversight.Signers;

/// <summary>Questions to a list of revoked keys.</summary>
public static class RevokedSigners
{
    /// <summary>The key's revocation; null where it was not revoked.</summary>
    public static RevokedSigner? Find(this IReadOnlyList<RevokedSigner> revoked, VerifyingKey key)
    {
        ArgumentNullException.ThrowIfNull(revoked);
        ArgumentNullException.ThrowIfNull(key);
        return revoked.FirstOrDefault(signer => signer.KeyId.Equals(key.KeyId, StringComparison.Ordinal));
    }

    /// <summary>Whether one of the keys was revoked by which a person's party appointed them.</summary>
    public static bool HasAppointerOf(this IReadOnlyList<RevokedSigner> revoked, Approver approver)
    {
        ArgumentNullException.ThrowIfNull(approver);
        return approver.Appointment is { } appointment && appointment.By.Any(revoked.Has);
    }

    public static bool Has(this IReadOnlyList<RevokedSigner> revoked, VerifyingKey key) => revoked.Find(key) is not null;

    /// <param name="keyId">SHA-256 of a public key, lower hex; of a hardware key's or a card's too.</param>
    public static bool Has(this IReadOnlyList<RevokedSigner> revoked, string keyId) =>
        revoked.Any(signer => signer.KeyId.Equals(keyId, StringComparison.Ordinal));
}
