using System.Formats.Asn1;
using System.Security.Cryptography;
using Concordat.Signing.OpenSsl;

namespace Concordat.Signing;

/// <summary>A private key that signs agreements, orders, rulings or a ledger's checkpoints.</summary>
/// <remarks>Safe for concurrent use. Source of the encodings: RFC 5958, RFC 8410, RFC 5915.</remarks>
public sealed class SigningKey : IDisposable
{
    private const string Label = "PRIVATE KEY";

    private readonly Lock _ecdsaLock = new();
    private readonly Ed25519Key? _ed25519;
    private readonly ECDsa? _ecdsa;

    private SigningKey(Ed25519Key key)
    {
        _ed25519 = key;
        Algorithm = SignatureAlgorithm.Ed25519;
        PublicKey = VerifyingKey.FromRawEd25519(key.ExportPublic());
    }

    private SigningKey(SignatureAlgorithm algorithm, ECDsa key)
    {
        _ecdsa = key;
        Algorithm = algorithm;
        PublicKey = VerifyingKey.FromSpki(key.ExportSubjectPublicKeyInfo());
    }

    public SignatureAlgorithm Algorithm { get; }

    public VerifyingKey PublicKey { get; }

    public static SigningKey Generate(SignatureAlgorithm algorithm)
    {
        if (algorithm != SignatureAlgorithm.Ed25519)
        {
            return new SigningKey(algorithm, ECDsa.Create(KeyAlgorithms.CurveOf(algorithm)));
        }

        Span<byte> seed = stackalloc byte[Ed25519Key.KeyLength];
        RandomNumberGenerator.Fill(seed);
        try
        {
            return FromEd25519Seed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Loads a PKCS#8 PEM file.</summary>
    /// <exception cref="SigningFormatException">Not an unencrypted PKCS#8 key of a supported algorithm.</exception>
    public static SigningKey Load(string pemPath)
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

    /// <summary>Reads an unencrypted PKCS#8 <c>PRIVATE KEY</c> block.</summary>
    public static SigningKey FromPem(string pem)
    {
        var der = PemDocument.Decode(pem, Label);
        try
        {
            var structure = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            if (!structure.TryReadInt32(out var version) || version is < 0 or > 1)
            {
                throw new SigningFormatException("key_pkcs8", "the PKCS#8 version is not 0 or 1");
            }

            var algorithm = KeyAlgorithms.Read(structure);
            return algorithm == SignatureAlgorithm.Ed25519 ? ReadEd25519(structure) : ReadEcdsa(algorithm, der);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new SigningFormatException("key_pkcs8", "the PEM block is not a PKCS#8 private key", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Writes the key as PKCS#8 PEM, readable by its owner only.</summary>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    public void Save(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            writer.Write(ToPem());
        }

        file.Flush(flushToDisk: true);
    }

    public string ToPem()
    {
        var der = ExportPkcs8();
        try
        {
            return PemDocument.Encode(Label, der);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Signs the data itself; the hash is chosen by the algorithm.</summary>
    /// <returns>64 bytes for Ed25519; a DER Ecdsa-Sig-Value for ECDSA, the form that openssl and Go read.</returns>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        if (_ed25519 is not null)
        {
            return _ed25519.Sign(data);
        }

        lock (_ecdsaLock)
        {
            return _ecdsa!.SignData(data, KeyAlgorithms.HashOf(Algorithm), DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    public void Dispose()
    {
        _ed25519?.Dispose();
        _ecdsa?.Dispose();
    }

    internal static SigningKey FromEd25519Seed(ReadOnlySpan<byte> seed) => new(Ed25519Key.FromSeed(seed));

    private static SigningKey ReadEd25519(AsnReader structure)
    {
        var seed = new AsnReader(structure.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString();
        try
        {
            return FromEd25519Seed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static SigningKey ReadEcdsa(SignatureAlgorithm algorithm, byte[] der)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(der, out _);
            return new SigningKey(algorithm, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private byte[] ExportPkcs8()
    {
        if (_ed25519 is null)
        {
            lock (_ecdsaLock)
            {
                return _ecdsa!.ExportPkcs8PrivateKey();
            }
        }

        var seed = _ed25519.ExportSeed();
        try
        {
            return KeyAlgorithms.WriteEd25519Pkcs8(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
