using System.Formats.Asn1;
using System.Security.Cryptography;
using Concordat.Signing.OpenSsl;

namespace Concordat.Signing;

/// <summary>A private key that signs agreements, orders, rulings or a ledger's checkpoints.</summary>
/// <remarks>Safe for concurrent use. Source of the encodings: RFC 5958, RFC 8410, RFC 5915.</remarks>
public sealed class SigningKey : IDisposable
{
    /// <summary>Fewest characters of a passphrase that a key is written under.</summary>
    public const int MinPassphrase = 8;

    private const string Label = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

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
    /// <param name="pemPath">The file.</param>
    /// <param name="passphrase">Its passphrase; null for a key that is not encrypted.</param>
    /// <exception cref="SigningFormatException">Not a PKCS#8 key of a supported algorithm, or not under this passphrase; the message has the file.</exception>
    public static SigningKey Load(string pemPath, string? passphrase = null)
    {
        try
        {
            return FromPem(PemDocument.ReadFile(pemPath), passphrase);
        }
        catch (SigningFormatException e) when (!e.Message.StartsWith(pemPath, StringComparison.Ordinal))
        {
            throw new SigningFormatException(e.Code, $"{pemPath}: {e.Message}", e);
        }
    }

    /// <summary>Reads a PKCS#8 block: <c>PRIVATE KEY</c>, or with a passphrase <c>ENCRYPTED PRIVATE KEY</c>.</summary>
    /// <exception cref="SigningFormatException">
    /// As for <see cref="Load"/>. A passphrase for a key that is not encrypted is refused too: someone believes the key to be protected.
    /// </exception>
    public static SigningKey FromPem(string pem, string? passphrase = null)
    {
        var isEncrypted = PemDocument.IsOf(pem, EncryptedLabel);
        if (isEncrypted && passphrase is null)
        {
            throw new SigningFormatException("key_passphrase", "the key is encrypted, and no passphrase was given for it");
        }

        if (passphrase is not null && !isEncrypted && PemDocument.IsOf(pem, Label))
        {
            throw new SigningFormatException(
                "key_passphrase", "a passphrase was given, but the key is not encrypted (encrypt it with `openssl pkcs8 -topk8 -iter 600000`, or take the passphrase away)");
        }

        var der = PemDocument.Decode(pem, isEncrypted ? EncryptedLabel : Label);
        try
        {
            return isEncrypted ? ReadEncrypted(der, passphrase!) : ReadPkcs8(der);
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
    /// <param name="path">The file, which must not exist.</param>
    /// <param name="passphrase">Encrypts the key; null leaves it as it is.</param>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    /// <exception cref="ArgumentException">The passphrase is shorter than <see cref="MinPassphrase"/>.</exception>
    public void Save(string path, string? passphrase = null)
    {
        var pem = ToPem(passphrase);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            writer.Write(pem);
        }

        file.Flush(flushToDisk: true);
    }

    public string ToPem(string? passphrase = null)
    {
        if (passphrase is { Length: < MinPassphrase })
        {
            throw new ArgumentException($"a passphrase has at least {MinPassphrase} characters, this one has {passphrase.Length}", nameof(passphrase));
        }

        var der = ExportPkcs8();
        try
        {
            return passphrase is null ? PemDocument.Encode(Label, der) : PemDocument.Encode(EncryptedLabel, EncryptedPkcs8.Encrypt(der, passphrase));
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

    private static SigningKey ReadEncrypted(byte[] encrypted, string passphrase)
    {
        var der = EncryptedPkcs8.Decrypt(encrypted, passphrase);
        try
        {
            return ReadPkcs8(der);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or SigningFormatException { Code: "key_pkcs8" or "key_length" })
        {
            throw EncryptedPkcs8.WrongPassphrase(e); // one wrong passphrase in 256 leaves a padding that looks right
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static SigningKey ReadPkcs8(byte[] der)
    {
        var structure = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        if (!structure.TryReadInt32(out var version) || version is < 0 or > 1)
        {
            throw new SigningFormatException("key_pkcs8", "the PKCS#8 version is not 0 or 1");
        }

        var algorithm = KeyAlgorithms.Read(structure);
        return algorithm == SignatureAlgorithm.Ed25519 ? ReadEd25519(structure) : ReadEcdsa(algorithm, der);
    }

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
