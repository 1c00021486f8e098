using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Concordat.Signing.WebAuthn;

/// <summary>The public key of a credential. Thread-safe.</summary>
/// <remarks>Source: WebAuthn Level 3, section 6.5.5 (signature formats): ECDSA as DER, Ed25519 as 64 bytes, RSA as PKCS #1 v1.5.</remarks>
public sealed class CredentialKey
{
    private const string RsaOid = "1.2.840.113549.1.1.1";

    private readonly Lock _lock = new();
    private readonly byte[] _spki;
    private readonly VerifyingKey? _key;
    private readonly RSA? _rsa;

    private CredentialKey(VerifyingKey key) =>
        (_key, _spki, Algorithm, KeyId) = (key, key.ToSpki(), AlgorithmOf(key), key.KeyId);

    private CredentialKey(RSA rsa) =>
        (_rsa, _spki, Algorithm, KeyId) = (rsa, rsa.ExportSubjectPublicKeyInfo(), CoseAlgorithm.Rs256, Convert.ToHexStringLower(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo())));

    public CoseAlgorithm Algorithm { get; }

    /// <summary>Lower-case hex SHA-256 of the SPKI encoding, as for <see cref="VerifyingKey.KeyId"/>.</summary>
    public string KeyId { get; }

    /// <summary>Reads a DER SubjectPublicKeyInfo.</summary>
    /// <exception cref="SigningFormatException">Not a key, or not of an algorithm that credentials have; the code of the latter is <c>key_algorithm</c>.</exception>
    public static CredentialKey FromSpki(ReadOnlyMemory<byte> der)
    {
        if (!IsRsa(der))
        {
            return new CredentialKey(VerifyingKey.FromSpki(der));
        }

        var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(der.Span, out var read);
            return read == der.Length && rsa.KeySize is >= 2048 and <= 4096
                ? new CredentialKey(rsa)
                : throw new SigningFormatException("key_algorithm", "an RSA key must have 2048 to 4096 bits");
        }
        catch (CryptographicException fault)
        {
            rsa.Dispose();
            throw new SigningFormatException("key_spki", "the key is not a public key in SPKI form", fault);
        }
    }

    /// <summary>Reads an SPKI <c>PUBLIC KEY</c> block.</summary>
    /// <inheritdoc cref="FromSpki"/>
    public static CredentialKey FromPem(string pem) => FromSpki(PemDocument.Decode(pem, "PUBLIC KEY"));

    /// <summary>The DER SubjectPublicKeyInfo, a fresh copy.</summary>
    public byte[] ToSpki() => [.. _spki];

    public string ToPem() => PemDocument.Encode("PUBLIC KEY", _spki);

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (_rsa is null)
        {
            return (Algorithm == CoseAlgorithm.EdDsa || IsDer(signature)) && _key!.Verify(data, signature);
        }

        lock (_lock)
        {
            return _rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    internal static CredentialKey FromRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        using var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Modulus = modulus.ToArray(), Exponent = exponent.ToArray() });
        return FromSpki(rsa.ExportSubjectPublicKeyInfo());
    }

    private static CoseAlgorithm AlgorithmOf(VerifyingKey key) => key.Algorithm switch
    {
        SignatureAlgorithm.Ed25519 => CoseAlgorithm.EdDsa,
        SignatureAlgorithm.EcdsaP256 => CoseAlgorithm.Es256,
        SignatureAlgorithm.EcdsaP384 => CoseAlgorithm.Es384,
        _ => throw new SigningFormatException("key_algorithm", $"{key.Algorithm} is not an algorithm of authenticators"),
    };

    private static bool IsRsa(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadObjectIdentifier() is RsaOid;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Envelopes may hold ECDSA signatures in two forms, assertions in this one only.</summary>
    private static bool IsDer(ReadOnlySpan<byte> signature)
    {
        try
        {
            var outer = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var pair = outer.ReadSequence();
            pair.ReadIntegerBytes();
            pair.ReadIntegerBytes();
            return !pair.HasData && !outer.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
