using System.Formats.Asn1;
using System.Security.Cryptography;
using Concordat.Signing.OpenSsl;

namespace Concordat.Signing;

/// <summary>A public key that checks signatures; two keys are equal when their SPKI encodings are.</summary>
/// <remarks>Safe for concurrent use. Holds a small native object that is freed with the key.</remarks>
public sealed class VerifyingKey : IEquatable<VerifyingKey>
{
    private const string Label = "PUBLIC KEY";

    private readonly Lock _lock = new();
    private readonly byte[] _spki;
    private readonly byte[] _rawEd25519 = [];
    private readonly Ed25519Key? _ed25519;
    private readonly ECDsa? _ecdsa;
    private readonly MLDsa? _mlDsa;

    private VerifyingKey(SignatureAlgorithm algorithm, byte[] mlDsa)
    {
        Algorithm = algorithm;
        _mlDsa = MLDsa.ImportMLDsaPublicKey(KeyAlgorithms.MlDsaOf(algorithm), mlDsa);
        _spki = KeyAlgorithms.WriteMlDsaSpki(algorithm, mlDsa);
        KeyId = Convert.ToHexStringLower(SHA256.HashData(_spki));
    }

    private VerifyingKey(byte[] raw)
    {
        Algorithm = SignatureAlgorithm.Ed25519;
        _rawEd25519 = raw;
        _ed25519 = Ed25519Key.FromPublic(raw);
        _spki = KeyAlgorithms.WriteEd25519Spki(raw);
        KeyId = Convert.ToHexStringLower(SHA256.HashData(_spki));
    }

    private VerifyingKey(SignatureAlgorithm algorithm, ECDsa key)
    {
        Algorithm = algorithm;
        _ecdsa = key;
        _spki = key.ExportSubjectPublicKeyInfo();
        KeyId = Convert.ToHexStringLower(SHA256.HashData(_spki));
    }

    public SignatureAlgorithm Algorithm { get; }

    /// <summary>Lower-case hex SHA-256 of the SPKI DER encoding: a name for people and logs, never a ground for trust.</summary>
    public string KeyId { get; }

    /// <summary>The 32 bytes of an Ed25519 public key.</summary>
    /// <exception cref="InvalidOperationException">The key is of another algorithm.</exception>
    public ReadOnlyMemory<byte> RawEd25519 => _ed25519 is not null
        ? _rawEd25519
        : throw new InvalidOperationException($"an {Algorithm} key has no Ed25519 bytes");

    public static VerifyingKey Load(string pemPath)
    {
        try
        {
            return FromPem(PemDocument.ReadFile(pemPath));
        }
        catch (SigningFormatException e) when (!e.Message.StartsWith(pemPath, StringComparison.Ordinal))
        {
            throw new SigningFormatException(e.Code, $"{pemPath}: {e.Message}", e);
        }
    }

    /// <summary>Reads an SPKI <c>PUBLIC KEY</c> block.</summary>
    public static VerifyingKey FromPem(string pem) => FromSpki(PemDocument.Decode(pem, Label));

    /// <summary>Reads a DER SubjectPublicKeyInfo.</summary>
    public static VerifyingKey FromSpki(ReadOnlyMemory<byte> der)
    {
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var structure = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var algorithm = KeyAlgorithms.Read(structure);
            if (algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaP384)
            {
                return ReadEcdsa(algorithm, der.Span);
            }

            var raw = structure.ReadBitString(out var unused);
            structure.ThrowIfNotEmpty();
            if (unused != 0)
            {
                throw new SigningFormatException("key_spki", "the public key is not whole bytes");
            }

            return algorithm == SignatureAlgorithm.Ed25519 ? FromRawEd25519(raw) : new VerifyingKey(algorithm, raw);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new SigningFormatException("key_spki", "the key is not a public key in SPKI form", e);
        }
    }

    public static VerifyingKey FromRawEd25519(ReadOnlySpan<byte> key) => new(key.ToArray());

    public string ToPem() => PemDocument.Encode(Label, _spki);

    /// <summary>The DER SubjectPublicKeyInfo, a fresh copy.</summary>
    public byte[] ToSpki() => [.. _spki];

    /// <summary>Whether the signature over the data is this key's.</summary>
    /// <remarks>ECDSA signatures are accepted as IEEE P1363 and as DER.</remarks>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Verify(data, signature, KeyAlgorithms.HashOf(Algorithm));

    /// <summary>The same with ECDSA under the hash that a format asks for; the other algorithms have their own.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        if (_ed25519 is not null)
        {
            return _ed25519.Verify(data, signature);
        }

        if (_mlDsa is not null)
        {
            return VerifyMlDsa(data, signature);
        }

        lock (_lock)
        {
            return (signature.Length == KeyAlgorithms.FixedLengthOf(Algorithm)
                    && _ecdsa!.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
                || _ecdsa!.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    private bool VerifyMlDsa(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_lock)
        {
            return signature.Length == _mlDsa!.Algorithm.SignatureSizeInBytes && _mlDsa.VerifyData(data, signature);
        }
    }

    public bool Equals(VerifyingKey? other) => other is not null && _spki.AsSpan().SequenceEqual(other._spki);

    public override bool Equals(object? obj) => Equals(obj as VerifyingKey);

    public override int GetHashCode() => KeyId.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Algorithm} {KeyId}";

    private static VerifyingKey ReadEcdsa(SignatureAlgorithm algorithm, ReadOnlySpan<byte> der)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(der, out _);
            return new VerifyingKey(algorithm, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
