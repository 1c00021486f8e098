using System.Security.Cryptography;
using Concordat.Signing.OpenSsl;
using Concordat.Signing.Pkcs11;

namespace Concordat.Signing;

/// <summary>A private key that signs agreements, orders, rulings or a ledger's checkpoints: read from a file, or on a PKCS #11 token.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class SigningKey : IDisposable
{
    /// <summary>Fewest characters of a passphrase that a key is written under.</summary>
    public const int MinPassphrase = 8;

    // Long enough to touch a key or to type a PIN on a reader.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IPrivateKey _key;

    internal SigningKey(IPrivateKey key) => _key = key;

    public SignatureAlgorithm Algorithm => PublicKey.Algorithm;

    public VerifyingKey PublicKey => _key.PublicKey;

    /// <summary>Whether this machine has the algorithm: ML-DSA needs OpenSSL 3.5 or newer.</summary>
    public static bool IsSupported(SignatureAlgorithm algorithm) => !KeyAlgorithms.IsMlDsa(algorithm) || MLDsa.IsSupported;

    /// <exception cref="SigningFormatException">This machine does not have the algorithm.</exception>
    public static SigningKey Generate(SignatureAlgorithm algorithm)
    {
        if (KeyAlgorithms.IsMlDsa(algorithm))
        {
            KeyAlgorithms.RequireSupported(algorithm);
            return new SigningKey(new MlDsaPrivateKey(algorithm, MLDsa.GenerateKey(KeyAlgorithms.MlDsaOf(algorithm))));
        }

        if (algorithm != SignatureAlgorithm.Ed25519)
        {
            return new SigningKey(new EcdsaPrivateKey(ECDsa.Create(KeyAlgorithms.CurveOf(algorithm))));
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

    /// <summary>Opens the key that a reference names: a PKCS#8 PEM file, or a key on a token (<see cref="Pkcs11Uri"/>).</summary>
    /// <param name="reference">The file, or the URI <c>pkcs11:token=…;object=…?module-path=…</c>.</param>
    /// <param name="passphrase">The file's passphrase or the token's PIN; null where there is none.</param>
    /// <exception cref="SigningFormatException">Not a key of a supported algorithm, or not under this passphrase; the message has the file.</exception>
    /// <param name="patience">How long the token's module may take over one call of ours; a minute when null. A file needs none.</param>
    /// <exception cref="KeyUnavailableException">There is no such token or key, it refuses the PIN, or its module does not answer.</exception>
    public static SigningKey Load(string reference, string? passphrase = null, TimeSpan? patience = null)
    {
        if (Pkcs11Uri.IsOne(reference))
        {
            return new SigningKey(TokenKey.Open(Pkcs11Uri.Parse(reference), passphrase, patience ?? Patience));
        }

        try
        {
            return FromPem(PemDocument.ReadFile(reference), passphrase);
        }
        catch (SigningFormatException e) when (!e.Message.StartsWith(reference, StringComparison.Ordinal))
        {
            throw new SigningFormatException(e.Code, $"{reference}: {e.Message}", e);
        }
    }

    /// <summary>Reads a PKCS#8 block: <c>PRIVATE KEY</c>, or with a passphrase <c>ENCRYPTED PRIVATE KEY</c>.</summary>
    /// <exception cref="SigningFormatException">
    /// As for <see cref="Load"/>. A passphrase for a key that is not encrypted is refused too: someone believes the key to be protected.
    /// </exception>
    public static SigningKey FromPem(string pem, string? passphrase = null) => new(PrivateKeyDocument.Read(pem, passphrase));

    /// <summary>Writes the key as PKCS#8 PEM, readable by its owner only.</summary>
    /// <param name="path">The file, which must not exist.</param>
    /// <param name="passphrase">Encrypts the key; null leaves it as it is.</param>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    /// <exception cref="ArgumentException">The passphrase is shorter than <see cref="MinPassphrase"/>.</exception>
    /// <exception cref="InvalidOperationException">The key is on a token.</exception>
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

    /// <summary>The key as PKCS#8 PEM.</summary>
    /// <inheritdoc cref="Save"/>
    public string ToPem(string? passphrase = null) => passphrase is { Length: < MinPassphrase }
        ? throw new ArgumentException($"a passphrase has at least {MinPassphrase} characters, this one has {passphrase.Length}", nameof(passphrase))
        : PrivateKeyDocument.Write(_key, passphrase);

    /// <summary>Signs the data itself; the hash is chosen by the algorithm.</summary>
    /// <returns>64 bytes for Ed25519; a DER Ecdsa-Sig-Value for ECDSA, the form that openssl and Go read; for ML-DSA the pure variant without a context.</returns>
    /// <exception cref="KeyUnavailableException">The key is on a token that cannot sign now.</exception>
    public byte[] Sign(ReadOnlySpan<byte> data) => Sign(data, KeyAlgorithms.HashOf(Algorithm));

    /// <summary>Signs with ECDSA under the hash that a format asks for; the other algorithms have their own.</summary>
    /// <inheritdoc cref="Sign(ReadOnlySpan{byte})"/>
    public byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash) => _key.Sign(data, hash);

    public void Dispose() => _key.Dispose();

    internal static SigningKey FromEd25519Seed(ReadOnlySpan<byte> seed) => new(new Ed25519PrivateKey(Ed25519Key.FromSeed(seed)));
}
