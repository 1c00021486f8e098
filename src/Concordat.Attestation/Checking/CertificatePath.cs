using System.Security.Cryptography.X509Certificates;

namespace Concordat.Attestation.Checking;

/// <summary>Follows certificates to pinned roots; looks at no store of the machine and asks nobody.</summary>
internal static class CertificatePath
{
    /// <summary>Most certificates between a leaf and its root.</summary>
    public const int MostBetween = 6;

    /// <returns>The certificates from the leaf to the root; the caller disposes them.</returns>
    /// <exception cref="EvidenceException">They do not lead to a root, or not at that time.</exception>
    public static X509Certificate2Collection Follow(
        X509Certificate2 leaf, IEnumerable<X509Certificate2> between, IEnumerable<X509Certificate2> roots, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(between.ToArray());
        if (chain.Build(leaf))
        {
            return [.. chain.ChainElements.Select(static element => element.Certificate)];
        }

        var faults = chain.ChainStatus.Select(static status => status.Status).ToHashSet();
        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        throw faults.SetEquals([X509ChainStatusFlags.NotTimeValid])
            ? new EvidenceException(EvidenceFault.Expired, $"a certificate of its chain does not hold at {at:yyyy-MM-ddTHH:mm:ssZ}")
            : new EvidenceException(EvidenceFault.Chain, $"its certificates do not lead to the pinned root ({string.Join(", ", faults.Order())})");
    }
}
