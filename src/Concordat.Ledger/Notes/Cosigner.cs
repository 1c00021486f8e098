using System.Buffers.Binary;
using Concordat.Signing;

namespace Concordat.Ledger.Notes;

/// <summary>A witness's name and private key, which make cosignatures (C2SP tlog-cosignature). Safe for concurrent use.</summary>
/// <remarks>
/// An Ed25519 cosignature does not say who made it: each witness needs a key of its own, used for nothing else. An ML-DSA-44 cosignature
/// names its maker, and needs OpenSSL 3.5 or newer.
/// </remarks>
public sealed class Cosigner : IDisposable
{
    private readonly SigningKey _key;

    private Cosigner(string name, SigningKey key)
    {
        _key = key;
        Verifier = key.Algorithm == SignatureAlgorithm.Ed25519 ? NoteVerifier.ForCosigner(name, key.PublicKey) : NoteVerifier.ForLog(name, key.PublicKey);
    }

    /// <summary>What others need to check the cosignatures.</summary>
    public NoteVerifier Verifier { get; }

    public string Name => Verifier.Name;

    /// <exception cref="PlatformNotSupportedException">ML-DSA-44 was asked for, and OpenSSL is older than 3.5.</exception>
    public static Cosigner Generate(string name, CosignatureAlgorithm algorithm = CosignatureAlgorithm.Ed25519)
    {
        NoteName.Require(name);
        return algorithm == CosignatureAlgorithm.Ed25519 || SigningKey.IsSupported(SignatureAlgorithm.MlDsa44)
            ? new Cosigner(name, SigningKey.Generate(algorithm == CosignatureAlgorithm.Ed25519 ? SignatureAlgorithm.Ed25519 : SignatureAlgorithm.MlDsa44))
            : throw new PlatformNotSupportedException("ML-DSA-44 needs OpenSSL 3.5 or newer, which this machine does not have; use Ed25519");
    }

    /// <summary>Opens a key: a PKCS#8 file, Ed25519 or ML-DSA-44, or an Ed25519 key on a token.</summary>
    /// <param name="reference">The file or the token's URI, as <see cref="SigningKey.Load"/> takes them.</param>
    /// <param name="name">Name of the witness.</param>
    /// <param name="passphrase">The file's passphrase or the token's PIN; null where there is none.</param>
    /// <exception cref="FormatException">Not such a key; the message has the file.</exception>
    /// <exception cref="KeyUnavailableException">There is no such token or key, or it refuses the PIN.</exception>
    public static Cosigner Load(string reference, string name, string? passphrase = null)
    {
        NoteName.Require(name);
        var key = SigningKey.Load(reference, passphrase);
        if (key.Algorithm is SignatureAlgorithm.Ed25519 or SignatureAlgorithm.MlDsa44)
        {
            return new Cosigner(name, key);
        }

        key.Dispose();
        throw new FormatException($"{reference}: a witness signs with Ed25519 or ML-DSA-44, not {key.Algorithm}");
    }

    /// <summary>Writes the private key as PKCS#8 PEM, readable by its owner only.</summary>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    public void Save(string path) => _key.Save(path);

    public void Dispose() => _key.Dispose();

    /// <summary>Signs a checkpoint at a time; whoever calls this has checked that it continues what was signed before.</summary>
    /// <returns>The signature line, with its line end.</returns>
    internal string Cosign(SignedNote note, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds, nameof(time));
        if (_key.Algorithm != SignatureAlgorithm.Ed25519)
        {
            return NoteSignature.LineOf(note.TextBytes, Name, _key, time);
        }

        Span<byte> head = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(head, (ulong)seconds);
        return SignedNote.Line(Verifier, [.. head, .. _key.Sign(CosignedMessage.ForEd25519(note.TextBytes, seconds))]);
    }
}
