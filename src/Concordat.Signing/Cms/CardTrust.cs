using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Signing.Cms;

/// <summary>Which certificates of smart cards are taken: issued under these roots, for signing, under these policies, not revoked. Immutable.</summary>
/// <remarks>A certificate of whose issuer no list in force is at hand counts as revoked. Nothing is fetched.</remarks>
public sealed class CardTrust
{
    private readonly ImmutableArray<X509Certificate2> _roots;
    private readonly ImmutableArray<X509Certificate2> _between;
    private readonly ImmutableArray<RevocationList> _lists;
    private readonly ImmutableArray<string> _policies;
    private readonly ImmutableArray<string> _usages;

    /// <param name="roots">Trusted roots.</param>
    /// <param name="between">Issuing authorities under them; signatures may bring theirs too.</param>
    /// <param name="lists">One list in force of every issuer.</param>
    /// <param name="policies">Certificate policies (OIDs), one of which the certificate must be issued under; empty for any.</param>
    /// <param name="usages">Extended key usages (OIDs), all of which the certificate must have; empty for any.</param>
    public CardTrust(
        IEnumerable<X509Certificate2> roots, IEnumerable<X509Certificate2> between, IEnumerable<RevocationList> lists,
        IEnumerable<string> policies, IEnumerable<string> usages) =>
        (_roots, _between, _lists, _policies, _usages) = ([.. roots], [.. between], [.. lists], [.. policies], [.. usages]);

    /// <summary>Says whether the certificate is taken now.</summary>
    /// <returns>Null where it is.</returns>
    public CardFault? FaultOf(CmsSignature signature, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var signer = signature.Signer;
        var usage = signer.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages ?? X509KeyUsageFlags.None;
        if ((usage & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) == X509KeyUsageFlags.None)
        {
            return new CardFault("card_usage", "the certificate is not for signing; use the signature certificate of the card");
        }

        if (!Chain(signature, policy: null, now, out var path))
        {
            return new CardFault("card_chain", "the certificate was not issued under `smartCards.roots`, is not valid now, or is not for the usages under `smartCards.usages`");
        }

        if (_policies.Length > 0 && !_policies.Any(policy => Chain(signature, policy, now, out _)))
        {
            return new CardFault("card_policy", "the certificate was issued under none of `smartCards.policies`");
        }

        for (var i = 0; i + 1 < path.Length; i++)
        {
            if (_lists.Where(list => list.IsOf(path[i + 1], now)).ToList() is not { Count: > 0 } lists)
            {
                return new CardFault("card_revocation_unknown", "no revocation list in force of the certificate's issuer is under `smartCards.revocation`; put the newest one there");
            }

            if (lists.Exists(list => list.Lists(path[i])))
            {
                return new CardFault("card_revoked", "the certificate was revoked");
            }
        }

        return null;
    }

    private bool Chain(CmsSignature signature, string? policy, DateTimeOffset now, out ImmutableArray<X509Certificate2> path)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange((X509Certificate2[])[.. _roots]);
        chain.ChainPolicy.ExtraStore.AddRange((X509Certificate2[])[.. _between, .. signature.Sent]);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // the lists are looked at by the caller; the platform would go and fetch some
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        foreach (var usage in _usages)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        }

        if (policy is not null)
        {
            chain.ChainPolicy.CertificatePolicy.Add(new Oid(policy));
        }

        var holds = chain.Build(signature.Signer);
        path = [.. chain.ChainElements.Select(element => element.Certificate)];
        return holds && path.Length > 1;
    }
}
