using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Concordat.Signing;

/// <summary>Reads and writes the algorithm part of PKCS#8 and SPKI structures (RFC 5958, RFC 5280, RFC 8410).</summary>
internal static class KeyAlgorithms
{
    private const string Ed25519Oid = "1.3.101.112";
    private const string EcPublicKeyOid = "1.2.840.10045.2.1";
    private const string P256Oid = "1.2.840.10045.3.1.7";
    private const string P384Oid = "1.3.132.0.34";

    public static ECCurve CurveOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => ECCurve.NamedCurves.nistP256,
        SignatureAlgorithm.EcdsaP384 => ECCurve.NamedCurves.nistP384,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not an elliptic curve algorithm of ours"),
    };

    public static HashAlgorithmName HashOf(SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.EcdsaP384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    /// <summary>Length of an IEEE P1363 signature, in bytes.</summary>
    public static int FixedLengthOf(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.EcdsaP384 ? 96 : 64;

    /// <summary>Reads an AlgorithmIdentifier and says which algorithm it names.</summary>
    public static SignatureAlgorithm Read(AsnReader structure)
    {
        var identifier = structure.ReadSequence();
        var oid = identifier.ReadObjectIdentifier();
        if (oid is Ed25519Oid)
        {
            identifier.ThrowIfNotEmpty();
            return SignatureAlgorithm.Ed25519;
        }

        var curve = oid is EcPublicKeyOid && identifier.HasData && identifier.PeekTag() == Asn1Tag.ObjectIdentifier
            ? identifier.ReadObjectIdentifier()
            : null;
        return curve switch
        {
            P256Oid => SignatureAlgorithm.EcdsaP256,
            P384Oid => SignatureAlgorithm.EcdsaP384,
            _ => throw new SigningFormatException(
                "key_algorithm", $"key algorithm {curve ?? oid} is not supported (use Ed25519, ECDSA P-256 or ECDSA P-384)"),
        };
    }

    public static byte[] WriteEd25519Pkcs8(ReadOnlySpan<byte> seed)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteEd25519Identifier(writer);
            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed);
            }
        }

        var der = writer.Encode();
        writer.Reset();
        return der;
    }

    public static byte[] WriteEd25519Spki(ReadOnlySpan<byte> publicKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteEd25519Identifier(writer);
            writer.WriteBitString(publicKey);
        }

        return writer.Encode();
    }

    public static byte[] WriteEcSpki(SignatureAlgorithm algorithm, ReadOnlySpan<byte> point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(EcPublicKeyOid);
                writer.WriteObjectIdentifier(algorithm == SignatureAlgorithm.EcdsaP384 ? P384Oid : P256Oid);
            }

            writer.WriteBitString(point);
        }

        return writer.Encode();
    }

    /// <summary>Turns an IEEE P1363 signature into a DER Ecdsa-Sig-Value.</summary>
    public static byte[] WriteEcdsaSignature(ReadOnlySpan<byte> fixedLength)
    {
        var half = fixedLength.Length / 2;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(fixedLength[..half], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(fixedLength[half..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private static void WriteEd25519Identifier(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Ed25519Oid);
        }
    }
}
