using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Concordat.Signing;

namespace Concordat.Ledger.Notes;

/// <summary>A witness's name and private key, which make cosignatures (C2SP tlog-cosignature). Safe for concurrent use.</summary>
/// <remarks>
/// An Ed25519 cosignature does not say who made it: each witness needs a key of its own, used for nothing else. An ML-DSA-44 cosignature
/// names its maker, and needs OpenSSL 3.5 or newer.
/// </remarks>
public sealed class Cosigner : IDisposable
{
    private const int MaxKeyFile = 64 * 1024;

    private readonly SigningKey? _ed25519;
    private readonly MLDsa? _mlDsa;
    private readonly Lock _mlDsaLock = new();

    private Cosigner(string name, SigningKey key)
    {
        _ed25519 = key;
        Verifier = NoteVerifier.ForCosigner(name, key.PublicKey);
    }

    private Cosigner(string name, MLDsa key)
    {
        _mlDsa = key;
        Verifier = NoteVerifier.ForMlDsa(name, key.ExportMLDsaPublicKey());
    }

    /// <summary>What others need to check the cosignatures.</summary>
    public NoteVerifier Verifier { get; }

    public string Name => Verifier.Name;

    /// <exception cref="PlatformNotSupportedException">ML-DSA-44 was asked for, and OpenSSL is older than 3.5.</exception>
    public static Cosigner Generate(string name, CosignatureAlgorithm algorithm = CosignatureAlgorithm.Ed25519)
    {
        NoteName.Require(name);
        if (algorithm == CosignatureAlgorithm.Ed25519)
        {
            return new Cosigner(name, SigningKey.Generate(SignatureAlgorithm.Ed25519));
        }

        RequireMlDsa();
        return new Cosigner(name, MLDsa.GenerateKey(MLDsaAlgorithm.MLDsa44));
    }

    /// <summary>Opens a key: a PKCS#8 file, Ed25519 or unencrypted ML-DSA-44, or an Ed25519 key on a token.</summary>
    /// <param name="reference">The file or the token's URI, as <see cref="SigningKey.Load"/> takes them.</param>
    /// <param name="name">Name of the witness.</param>
    /// <param name="passphrase">The file's passphrase or the token's PIN; null where there is none.</param>
    /// <exception cref="FormatException">Not such a key; the message has the file.</exception>
    /// <exception cref="KeyUnavailableException">There is no such token or key, or it refuses the PIN.</exception>
    public static Cosigner Load(string reference, string name, string? passphrase = null)
    {
        NoteName.Require(name);
        if (new FileInfo(reference) is { Exists: true, Length: <= MaxKeyFile } && MlDsaKeyFile.TryReadSeed(File.ReadAllText(reference)) is { } seed)
        {
            RequireMlDsa();
            return new Cosigner(name, MLDsa.ImportMLDsaPrivateSeed(MLDsaAlgorithm.MLDsa44, seed));
        }

        var key = SigningKey.Load(reference, passphrase);
        if (key.Algorithm == SignatureAlgorithm.Ed25519)
        {
            return new Cosigner(name, key);
        }

        key.Dispose();
        throw new FormatException($"{reference}: a witness signs with Ed25519 or ML-DSA-44, not {key.Algorithm}");
    }

    /// <summary>Writes the private key as PKCS#8 PEM, readable by its owner only.</summary>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    public void Save(string path)
    {
        if (_ed25519 is not null)
        {
            _ed25519.Save(path);
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(MlDsaKeyFile.Write(_mlDsa!.ExportMLDsaPrivateSeed())));
        file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _ed25519?.Dispose();
        _mlDsa?.Dispose();
    }

    /// <summary>Signs a checkpoint at a time; whoever calls this has checked that it continues what was signed before.</summary>
    /// <returns>The signature line, with its line end.</returns>
    internal string Cosign(SignedNote note, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds, nameof(time));
        var signature = _ed25519 is not null
            ? _ed25519.Sign(CosignedMessage.ForEd25519(note.TextBytes, seconds))
            : SignMlDsa(Checkpoint.TryRead(note.TextBytes) ?? throw new FormatException("this is not a checkpoint"), seconds);
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(head, (ulong)seconds);
        return SignedNote.Line(Verifier, [.. head, .. signature]);
    }

    private byte[] SignMlDsa(Checkpoint checkpoint, long seconds)
    {
        var message = CosignedMessage.ForMlDsa(Name, seconds, checkpoint.Origin, 0, checkpoint.Size, checkpoint.Root.Span)
            ?? throw new FormatException("the name of the log or the witness is longer than 255 bytes, more than an ML-DSA-44 cosignature can hold");
        lock (_mlDsaLock)
        {
            return _mlDsa!.SignData(message);
        }
    }

    private static void RequireMlDsa()
    {
        if (!MLDsa.IsSupported)
        {
            throw new PlatformNotSupportedException("ML-DSA-44 needs OpenSSL 3.5 or newer, which this machine does not have; use Ed25519");
        }
    }
}
