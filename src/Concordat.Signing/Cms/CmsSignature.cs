using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Signing.Cms;

/// <summary>A detached CMS signature (RFC 5652) whose mathematics hold; nothing is said about the certificate.</summary>
/// <param name="Signer">The certificate whose key signed.</param>
/// <param name="Sent">All certificates that came along.</param>
public sealed record CmsSignature(X509Certificate2 Signer, ImmutableArray<X509Certificate2> Sent)
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Sha512 = "2.16.840.1.101.3.4.2.3";
    private const int MostCertificates = 8;

    /// <summary>Lower-case hex SHA-256 of the signer's public key (SPKI).</summary>
    public string KeyId => Convert.ToHexStringLower(SHA256.HashData(Signer.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>Reads a signature over the content, by exactly one signer, who is in it.</summary>
    /// <returns>Null where it is none, or does not hold.</returns>
    public static CmsSignature? Open(ReadOnlySpan<byte> der, ReadOnlySpan<byte> content)
    {
        try
        {
            var cms = new SignedCms(new ContentInfo(content.ToArray()), detached: true);
            cms.Decode(der);
            if (!cms.Detached || cms.SignerInfos.Count != 1 || cms.Certificates.Count > MostCertificates
                || cms.SignerInfos[0] is not { Certificate: { } signer } info || info.DigestAlgorithm.Value is not (Sha256 or Sha384 or Sha512)
                || info.CounterSignerInfos.Count != 0)
            {
                return null;
            }

            info.CheckSignature(verifySignatureOnly: true);
            return new CmsSignature(signer, [.. cms.Certificates]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
