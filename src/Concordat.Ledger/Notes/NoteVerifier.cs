using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Signing;

namespace Concordat.Ledger.Notes;

/// <summary>Who may sign a note: a name and an Ed25519 public key, written as a vkey (C2SP signed-note).</summary>
/// <remarks>Types: 0x01, a log's own signature; 0x04, a witness's timestamped cosignature (C2SP tlog-cosignature).</remarks>
public sealed class NoteVerifier
{
    internal const byte Ed25519 = 1;
    internal const byte Cosignature = 4;

    private readonly VerifyingKey _key;
    private readonly byte _type;

    private NoteVerifier(string name, byte type, VerifyingKey key)
    {
        Name = name;
        _type = type;
        _key = key;
        KeyId = ComputeKeyId(name, type, key);
    }

    public string Name { get; }

    /// <summary>First four bytes of the hash of name and key, big endian.</summary>
    public uint KeyId { get; }

    public bool IsCosigner => _type == Cosignature;

    public static NoteVerifier ForLog(string name, VerifyingKey key)
    {
        NoteName.Require(name);
        ArgumentNullException.ThrowIfNull(key);
        return new NoteVerifier(name, Ed25519, key);
    }

    /// <summary>Reads <c>name+keyid+base64(type || key)</c>.</summary>
    /// <exception cref="FormatException">Not a vkey, of a type that is not supported, or the id does not belong to the key.</exception>
    public static NoteVerifier Parse(string vkey)
    {
        ArgumentNullException.ThrowIfNull(vkey);
        var parts = vkey.Trim().Split('+', 3);
        if (parts.Length != 3 || !NoteName.IsValid(parts[0]) || parts[1].Length != 8
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
        {
            throw new FormatException($"`{vkey}` is not a verifier key (expected `name+hash+base64`)");
        }

        Span<byte> key = stackalloc byte[64];
        if (!Convert.TryFromBase64String(parts[2], key, out var length) || length != 33 || key[0] is not (Ed25519 or Cosignature))
        {
            throw new FormatException($"`{vkey}` is not an Ed25519 verifier key (type 1 or 4, 32 bytes of key)");
        }

        var verifier = new NoteVerifier(parts[0], key[0], VerifyingKey.FromRawEd25519(key[1..length]));
        return verifier.KeyId == id ? verifier : throw new FormatException($"the hash in `{vkey}` does not belong to its name and key (it was mistyped or changed)");
    }

    /// <summary>The vkey.</summary>
    public override string ToString() =>
        $"{Name}+{KeyId.ToString("x8", CultureInfo.InvariantCulture)}+{Convert.ToBase64String([_type, .. _key.RawEd25519.Span])}";

    internal bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (_type == Ed25519)
        {
            return _key.Verify(text, signature);
        }

        if (signature.Length < sizeof(ulong))
        {
            return false;
        }

        var time = BinaryPrimitives.ReadUInt64BigEndian(signature);
        byte[] message = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n")), .. text];
        return _key.Verify(message, signature[sizeof(ulong)..]);
    }

    private static uint ComputeKeyId(string name, byte type, VerifyingKey key)
    {
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. key.RawEd25519.Span]);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
