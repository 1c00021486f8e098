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

    public static bool Has(this IReadOnlyList<RevokedSigner> revoked, VerifyingKey key) => revoked.Find(key) is not null;
}
