using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Signing;

namespace Concordat.Ledger.Notes;

/// <summary>Who may sign a note: a name and a public key, written as a vkey (C2SP signed-note, tlog-cosignature).</summary>
/// <remarks>
/// Types: 0x01, a log's own Ed25519 signature; 0x02, one with ECDSA P-256 or P-384 under SHA-256; 0x04, a witness's Ed25519 cosignature;
/// 0x06, a cosignature with ML-DSA-44, of a witness or of the log itself. A key of the last can be read everywhere, but checks signatures
/// only where the platform's OpenSSL is 3.5 or newer (<see cref="IsSupported"/>).
/// </remarks>
public sealed class NoteVerifier
{
    internal const byte Ed25519 = 1;
    internal const byte Ecdsa = 2;
    internal const byte Cosignature = 4;
    internal const byte MlDsaCosignature = 6;

    private const int MaxVkeyLength = 4096;

    private readonly VerifyingKey? _key; // null for ML-DSA-44, which has no SPKI here and may not be supported
    private readonly byte[] _raw;
    private readonly byte _type;

    private NoteVerifier(string name, byte type, ReadOnlySpan<byte> raw)
    {
        Name = name;
        _type = type;
        _raw = raw.ToArray();
        _key = type switch
        {
            MlDsaCosignature => null,
            Ecdsa => VerifyingKey.FromSpki(_raw),
            _ => VerifyingKey.FromRawEd25519(raw),
        };
        KeyId = ComputeKeyId(name, type, raw);
    }

    public string Name { get; }

    /// <summary>First four bytes of the hash of name and key, big endian.</summary>
    public uint KeyId { get; }

    /// <summary>Whether the key makes timestamped cosignatures, as witnesses do.</summary>
    public bool IsCosigner => _type is Cosignature or MlDsaCosignature;

    /// <summary>Whether this machine can check the key's signatures.</summary>
    public bool IsSupported => _type != MlDsaCosignature || MLDsa.IsSupported;

    /// <summary>The public key; null for ML-DSA-44.</summary>
    public VerifyingKey? Key => _key;

    internal byte Type => _type;

    internal ReadOnlySpan<byte> RawKey => _raw;

    /// <summary>The verifier of a log: Ed25519, ECDSA or ML-DSA-44.</summary>
    /// <exception cref="ArgumentException">The key is of an algorithm that notes have no type for, or the name is none.</exception>
    public static NoteVerifier ForLog(string name, VerifyingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        NoteName.Require(name);
        return key.Algorithm switch
        {
            SignatureAlgorithm.Ed25519 => new NoteVerifier(name, Ed25519, key.RawEd25519.Span),
            SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaP384 => new NoteVerifier(name, Ecdsa, key.ToSpki()),
            SignatureAlgorithm.MlDsa44 => new NoteVerifier(name, MlDsaCosignature, RawMlDsa(key)),
            var other => throw new ArgumentException($"notes have no signatures of {other} (use Ed25519, ECDSA P-256 or P-384, or ML-DSA-44)", nameof(key)),
        };
    }

    /// <summary>The verifier of a witness with an Ed25519 key.</summary>
    public static NoteVerifier ForCosigner(string name, VerifyingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        NoteName.Require(name);
        return new NoteVerifier(name, Cosignature, key.RawEd25519.Span);
    }

    /// <summary>Reads <c>name+keyid+base64(type || key)</c>.</summary>
    /// <exception cref="FormatException">Not a vkey, of a type that is not supported, or the id does not belong to the key.</exception>
    public static NoteVerifier Parse(string vkey)
    {
        ArgumentNullException.ThrowIfNull(vkey);
        var parts = vkey.Length > MaxVkeyLength ? [] : vkey.Trim().Split('+', 3);
        if (parts.Length != 3 || !NoteName.IsValid(parts[0]) || parts[1].Length != 8
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
        {
            throw new FormatException($"`{Shown(vkey)}` is not a verifier key (expected `name+hash+base64`)");
        }

        var key = new byte[parts[2].Length];
        if (!Convert.TryFromBase64String(parts[2], key, out var length) || length == 0)
        {
            throw new FormatException($"`{Shown(vkey)}` is not a verifier key (its last part is not base64)");
        }

        var type = key[0];
        var raw = key.AsSpan(1, length - 1);
        var wanted = type switch
        {
            Ed25519 or Cosignature => 32,
            Ecdsa => raw.Length, // reading the key tells
            MlDsaCosignature => MLDsaAlgorithm.MLDsa44.PublicKeySizeInBytes,
            _ => throw new FormatException(
                $"`{Shown(vkey)}` has key type 0x{type:x2} (known are 0x01 Ed25519, 0x02 ECDSA, 0x04 Ed25519 cosignature and 0x06 ML-DSA-44 cosignature)"),
        };
        if (type == Ecdsa && !IsEcdsa(raw))
        {
            throw new FormatException($"`{Shown(vkey)}` has a key of type 0x02 that is not ECDSA P-256 or P-384");
        }

        if (raw.Length != wanted)
        {
            throw new FormatException($"`{Shown(vkey)}` has a key of {raw.Length} bytes, not {wanted}");
        }

        var verifier = new NoteVerifier(parts[0], type, raw);
        return verifier.KeyId == id
            ? verifier
            : throw new FormatException($"the hash in `{Shown(vkey)}` does not belong to its name and key (it was mistyped or changed)");
    }

    /// <summary>The vkey.</summary>
    public override string ToString() =>
        $"{Name}+{KeyId.ToString("x8", CultureInfo.InvariantCulture)}+{Convert.ToBase64String([_type, .. _raw])}";

    /// <summary>Whether both are the same key, under whatever name and type.</summary>
    internal bool HasKeyOf(NoteVerifier other) => _raw.AsSpan().SequenceEqual(other._raw);

    /// <summary>When a cosignature says that it was made, in seconds since 1970; null when these are not the bytes of one.</summary>
    internal long? TimeOf(ReadOnlySpan<byte> signature) =>
        IsCosigner && signature.Length > sizeof(ulong) && BinaryPrimitives.ReadUInt64BigEndian(signature) is var time and <= long.MaxValue ? (long)time : null;

    /// <exception cref="FormatException">This machine cannot check signatures of this type.</exception>
    internal bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        switch (_type)
        {
            case Ed25519:
                return _key!.Verify(text, signature);
            case Ecdsa:
                return _key!.Verify(text, signature, NoteSignature.EcdsaHash);
        }

        if (!IsSupported)
        {
            throw new FormatException($"the key of `{Name}` is of ML-DSA-44, which this machine cannot check (it needs OpenSSL 3.5 or newer)");
        }

        if (TimeOf(signature) is not { } time)
        {
            return false;
        }

        var signed = signature[sizeof(ulong)..];
        return _type == Cosignature
            ? _key!.Verify(CosignedMessage.ForEd25519(text, time), signed)
            : Checkpoint.TryRead(text) is { } checkpoint && VerifySubtree(checkpoint.Origin, 0, checkpoint.Size, checkpoint.Root.Span, time, signed);
    }

    /// <summary>Whether an ML-DSA-44 signature is over the part of a tree from start to end.</summary>
    internal bool VerifySubtree(string origin, long start, long end, ReadOnlySpan<byte> hash, long time, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != MLDsaAlgorithm.MLDsa44.SignatureSizeInBytes || CosignedMessage.ForMlDsa(Name, time, origin, start, end, hash) is not { } message)
        {
            return false;
        }

        using var key = MLDsa.ImportMLDsaPublicKey(MLDsaAlgorithm.MLDsa44, _raw);
        return key.VerifyData(message, signature);
    }

    // The key alone stands at the end of its SPKI, in a bit string.
    private static ReadOnlySpan<byte> RawMlDsa(VerifyingKey key) => key.ToSpki().AsSpan()[^MLDsaAlgorithm.MLDsa44.PublicKeySizeInBytes..];

    private static bool IsEcdsa(ReadOnlySpan<byte> spki)
    {
        try
        {
            return VerifyingKey.FromSpki(spki.ToArray()).Algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaP384;
        }
        catch (SigningFormatException)
        {
            return false;
        }
    }

    private static string Shown(string vkey) => vkey.Length <= 120 ? vkey : vkey[..120] + "…";

    private static uint ComputeKeyId(string name, byte type, ReadOnlySpan<byte> raw)
    {
        // The specification has its own rule for ECDSA, which leaves the name out.
        var hash = type == Ecdsa ? SHA256.HashData(raw) : SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. raw]);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
