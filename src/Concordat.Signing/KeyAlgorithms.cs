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
    private const string MlDsa44Oid = "2.16.840.1.101.3.4.3.17";
    private const string MlDsa65Oid = "2.16.840.1.101.3.4.3.18";
    private const string MlDsa87Oid = "2.16.840.1.101.3.4.3.19";

    private static readonly Asn1Tag SeedTag = new(TagClass.ContextSpecific, 0);

    public static ECCurve CurveOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => ECCurve.NamedCurves.nistP256,
        SignatureAlgorithm.EcdsaP384 => ECCurve.NamedCurves.nistP384,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not an elliptic curve algorithm of ours"),
    };

    public static HashAlgorithmName HashOf(SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.EcdsaP384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    public static MLDsaAlgorithm MlDsaOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.MlDsa44 => MLDsaAlgorithm.MLDsa44,
        SignatureAlgorithm.MlDsa65 => MLDsaAlgorithm.MLDsa65,
        SignatureAlgorithm.MlDsa87 => MLDsaAlgorithm.MLDsa87,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not ML-DSA"),
    };

    public static bool IsMlDsa(SignatureAlgorithm algorithm) => algorithm is SignatureAlgorithm.MlDsa44 or SignatureAlgorithm.MlDsa65 or SignatureAlgorithm.MlDsa87;

    /// <exception cref="SigningFormatException">This machine's OpenSSL does not have the algorithm; the code is <c>key_algorithm</c>.</exception>
    public static void RequireSupported(SignatureAlgorithm algorithm)
    {
        if (IsMlDsa(algorithm) && !MLDsa.IsSupported)
        {
            throw new SigningFormatException("key_algorithm", $"{algorithm} needs OpenSSL 3.5 or newer, which this machine does not have");
        }
    }

    /// <summary>Length of an IEEE P1363 signature, in bytes.</summary>
    public static int FixedLengthOf(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.EcdsaP384 ? 96 : 64;

    /// <summary>Reads an AlgorithmIdentifier and says which algorithm it names.</summary>
    public static SignatureAlgorithm Read(AsnReader structure)
    {
        var identifier = structure.ReadSequence();
        var oid = identifier.ReadObjectIdentifier();
        SignatureAlgorithm? known = oid switch
        {
            Ed25519Oid => SignatureAlgorithm.Ed25519,
            MlDsa44Oid => SignatureAlgorithm.MlDsa44,
            MlDsa65Oid => SignatureAlgorithm.MlDsa65,
            MlDsa87Oid => SignatureAlgorithm.MlDsa87,
            _ => null,
        };
        if (known is { } algorithm)
        {
            identifier.ThrowIfNotEmpty();
            RequireSupported(algorithm);
            return algorithm;
        }

        var curve = oid is EcPublicKeyOid && identifier.HasData && identifier.PeekTag() == Asn1Tag.ObjectIdentifier
            ? identifier.ReadObjectIdentifier()
            : null;
        return curve switch
        {
            P256Oid => SignatureAlgorithm.EcdsaP256,
            P384Oid => SignatureAlgorithm.EcdsaP384,
            _ => throw new SigningFormatException(
                "key_algorithm", $"key algorithm {curve ?? oid} is not supported (use Ed25519, ECDSA P-256 or P-384, or ML-DSA)"),
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

    /// <summary>A private key that holds its seed alone (RFC 9881).</summary>
    public static byte[] WriteMlDsaPkcs8(SignatureAlgorithm algorithm, ReadOnlySpan<byte> seed)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteMlDsaIdentifier(writer, algorithm);
            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed, SeedTag);
            }
        }

        var der = writer.Encode();
        writer.Reset();
        return der;
    }

    /// <summary>The seed of a private key that holds it alone, or beside the expanded key as openssl writes it (RFC 9881).</summary>
    public static byte[] ReadMlDsaSeed(AsnReader structure)
    {
        var key = new AsnReader(structure.ReadOctetString(), AsnEncodingRules.DER);
        if (key.PeekTag() == SeedTag)
        {
            return key.ReadOctetString(SeedTag);
        }

        return key.PeekTag() == Asn1Tag.Sequence
            ? key.ReadSequence().ReadOctetString()
            : throw new SigningFormatException("key_pkcs8", "the ML-DSA key holds no seed (write it with its seed, as OpenSSL does by default)");
    }

    public static byte[] WriteMlDsaSpki(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteMlDsaIdentifier(writer, algorithm);
            writer.WriteBitString(publicKey);
        }

        return writer.Encode();
    }

    private static void WriteMlDsaIdentifier(AsnWriter writer, SignatureAlgorithm algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm switch
            {
                SignatureAlgorithm.MlDsa44 => MlDsa44Oid,
                SignatureAlgorithm.MlDsa65 => MlDsa65Oid,
                _ => MlDsa87Oid,
            });
        }
    }

    private static void WriteEd25519Identifier(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Ed25519Oid);
        }
    }
}
