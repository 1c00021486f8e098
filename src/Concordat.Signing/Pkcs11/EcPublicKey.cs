using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Signing.Pkcs11;

/// <summary>Public keys as tokens hold them.</summary>
internal static class EcPublicKey
{
    // PKCS #11 v3.0, section 2.3: a curve is an OID or, for Edwards curves, a name. Points are octet strings; some tokens leave the wrapping out.
    private static ReadOnlySpan<byte> P256 => [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    private static ReadOnlySpan<byte> P384 => [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22];

    private static ReadOnlySpan<byte> Ed25519 => [0x06, 0x03, 0x2B, 0x65, 0x70];

    private static ReadOnlySpan<byte> Edwards25519 => "\u0013\u000Cedwards25519"u8;

    /// <exception cref="SigningFormatException">Not a key of a supported algorithm.</exception>
    public static VerifyingKey Read(ReadOnlySpan<byte> parameters, ReadOnlyMemory<byte> point)
    {
        try
        {
            return parameters switch
            {
                _ when parameters.SequenceEqual(Ed25519) || parameters.SequenceEqual(Edwards25519) => VerifyingKey.FromRawEd25519(Unwrap(point, 32).Span),
                _ when parameters.SequenceEqual(P256) => VerifyingKey.FromSpki(KeyAlgorithms.WriteEcSpki(SignatureAlgorithm.EcdsaP256, Unwrap(point, 65).Span)),
                _ when parameters.SequenceEqual(P384) => VerifyingKey.FromSpki(KeyAlgorithms.WriteEcSpki(SignatureAlgorithm.EcdsaP384, Unwrap(point, 97).Span)),
                _ => throw new SigningFormatException("key_algorithm", "the key on the token is of an algorithm that is not supported (use Ed25519, ECDSA P-256 or ECDSA P-384)"),
            };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new SigningFormatException("key_spki", "the public key on the token is malformed", e);
        }
    }

    /// <exception cref="SigningFormatException">Not a certificate, or of a key of another algorithm.</exception>
    public static VerifyingKey FromCertificate(byte[] der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return VerifyingKey.FromSpki(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException e)
        {
            throw new SigningFormatException("key_spki", "the certificate of the key on the token is malformed", e);
        }
    }

    private static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> point, int length) =>
        point.Length == length ? point : new AsnReader(point, AsnEncodingRules.DER).ReadOctetString();
}
