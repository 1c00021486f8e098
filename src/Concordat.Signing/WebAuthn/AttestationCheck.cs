using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Signing.WebAuthn;

/// <summary>Verifies who vouches for a new credential: nobody, itself, or the maker of a model that is taken (WebAuthn Level 3, section 8.2).</summary>
internal static class AttestationCheck
{
    private const string ModelExtension = "1.3.6.1.4.1.45724.1.1.4";
    private const string UnitAttribute = "2.5.4.11";

    public static WebAuthnFault? FaultOf(
        AttestationObject attestation, AuthenticatorData data, byte[] clientDataHash, ImmutableArray<AuthenticatorModel> models, DateTimeOffset now)
    {
        var anyModel = models.IsDefaultOrEmpty;
        if (attestation.Format is "none")
        {
            return anyModel ? null : WebAuthnFaults.UnknownModel;
        }

        if (attestation.Format is not "packed")
        {
            return WebAuthnFaults.AttestationFormat;
        }

        byte[] signed = [.. attestation.AuthenticatorData, .. clientDataHash];
        if (attestation.Certificates.IsEmpty)
        {
            return attestation.Algorithm != (long)data.Key!.Algorithm || !data.Key.Verify(signed, attestation.Signature) ? WebAuthnFaults.BadAttestation
                : anyModel ? null
                : WebAuthnFaults.UnknownModel;
        }

        try
        {
            using var own = X509CertificateLoader.LoadCertificate(attestation.Certificates[0]);
            var key = CredentialKey.FromSpki(own.PublicKey.ExportSubjectPublicKeyInfo());
            if (attestation.Algorithm != (long)key.Algorithm || !key.Verify(signed, attestation.Signature) || !IsAttestation(own, data.Model))
            {
                return WebAuthnFaults.BadAttestation;
            }

            var model = anyModel ? null : models.FirstOrDefault(known => known.Id == data.Model);
            return anyModel || (model is not null && IsIssuedUnder(own, attestation.Certificates, model.Roots, now)) ? null : WebAuthnFaults.UnknownModel;
        }
        catch (Exception fault) when (fault is CryptographicException or SigningFormatException or AsnContentException)
        {
            return WebAuthnFaults.BadAttestation;
        }
    }

    /// <summary>What the standard asks of an attestation certificate (section 8.2.1).</summary>
    private static bool IsAttestation(X509Certificate2 certificate, Guid model)
    {
        var unit = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Any(name => !name.HasMultipleElements && name.GetSingleElementType().Value is UnitAttribute && name.GetSingleElementValue() is "Authenticator Attestation");
        var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is not { CertificateAuthority: false };
        var named = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value is ModelExtension);
        return certificate.Version == 3 && unit && !isAuthority
            && (named is null || (!named.Critical && new AsnReader(named.RawData, AsnEncodingRules.DER).ReadOctetString() is var id && id.AsSpan().SequenceEqual(model.ToByteArray(bigEndian: true))));
    }

    private static bool IsIssuedUnder(X509Certificate2 own, ImmutableArray<byte[]> sent, ImmutableArray<X509Certificate2> roots, DateTimeOffset now)
    {
        if (roots.Any(root => root.RawDataMemory.Span.SequenceEqual(own.RawDataMemory.Span)))
        {
            return own.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime < own.NotAfter.ToUniversalTime();
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange((X509Certificate2[])[.. roots]);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        foreach (var between in sent.Skip(1))
        {
            chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(between));
        }

        return chain.Build(own);
    }
}
