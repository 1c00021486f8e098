using Concordat.Oversight.Signers;

namespace Concordat.Oversight.Stores;

/// <summary>What both engines keep of a revoked key, checked.</summary>
internal static class SignerDraft
{
    public static void Check(RevokedSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (!IsHash(signer.KeyId) || !signer.Agreements.All(IsHash))
        {
            throw new ArgumentException("a key or an agreement is not named by the hexadecimal SHA-256", nameof(signer));
        }
    }

    public static string Join(IEnumerable<string> agreements) => string.Join('\n', agreements.Order(StringComparer.Ordinal));

    public static IReadOnlyList<string> Split(string agreements) => agreements.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The agreements that stay valid after both revocations of one key.</summary>
    public static string Both(string before, RevokedSigner signer) => Join(Split(before).Intersect(signer.Agreements, StringComparer.Ordinal));

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
