using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Concordat.Signing;

namespace Concordat.Ledger.Notes;

/// <summary>A text with signature lines below it (C2SP signed-note).</summary>
internal sealed class SignedNote
{
    /// <summary>Largest note that is read.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxSignatures = 100;
    private const string SignaturePrefix = "\u2014 ";
    private const long MaxUnixTime = 253402300799; // the end of the year 9999

    private readonly List<(string Name, uint KeyId, byte[] Signature)> _signatures;

    private SignedNote(byte[] text, List<(string Name, uint KeyId, byte[] Signature)> signatures)
    {
        TextBytes = text;
        _signatures = signatures;
    }

    /// <summary>The signed bytes: the text with its last line end, without the empty line.</summary>
    public byte[] TextBytes { get; }

    public string Text => Encoding.UTF8.GetString(TextBytes);

    /// <summary>A note signed by keys that say no time, Ed25519 or ECDSA.</summary>
    public static string Sign(string text, string name, params IReadOnlyList<SigningKey> keys) => Sign(text, name, DateTimeOffset.UnixEpoch, keys);

    /// <summary>A note signed by each key, in their order, all under one name.</summary>
    public static string Sign(string text, string name, DateTimeOffset time, params IReadOnlyList<SigningKey> keys)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return $"{text}\n{string.Concat(keys.Select(key => NoteSignature.LineOf(bytes, name, key, time)))}";
    }

    /// <summary>A signature line with its line end.</summary>
    public static string Line(NoteVerifier signer, ReadOnlySpan<byte> signature)
    {
        Span<byte> id = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, signer.KeyId);
        return $"{SignaturePrefix}{signer.Name} {Convert.ToBase64String([.. id, .. signature])}\n";
    }

    /// <summary>Takes a note apart without judging its signatures.</summary>
    /// <exception cref="FormatException">Not a signed note; the message says why.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes || !Utf8.IsValid(bytes))
        {
            throw new FormatException($"the note is longer than {MaxBytes} bytes or not UTF-8");
        }

        if (bytes.ContainsAnyInRange((byte)0, (byte)9) || bytes.ContainsAnyInRange((byte)11, (byte)31))
        {
            throw new FormatException("the note has control characters");
        }

        var split = bytes.LastIndexOf("\n\n"u8);
        if (split < 0 || bytes[^1] != (byte)'\n' || split + 2 == bytes.Length)
        {
            throw new FormatException("the note has no signature lines after an empty line");
        }

        var lines = Encoding.UTF8.GetString(bytes[(split + 2)..^1]).Split('\n');
        if (lines.Length > MaxSignatures)
        {
            throw new FormatException($"the note has more than {MaxSignatures} signatures");
        }

        return new SignedNote(bytes[..(split + 1)].ToArray(), [.. lines.Select(ParseSignature)]);
    }

    /// <summary>The note with the signatures of these signers only, one each, in this order; whose there is none, or a wrong one, are left out.</summary>
    public byte[] WithOnly(IEnumerable<NoteVerifier> signers) => [.. TextBytes, (byte)'\n', .. LinesOf(signers)];

    /// <summary>The signature lines of these signers, one each, in this order; whose there is none, or a wrong one, are left out.</summary>
    public byte[] LinesOf(IEnumerable<NoteVerifier> signers) =>
        Encoding.UTF8.GetBytes(string.Concat(signers.Select(signer => SignatureOf(signer) is { } signature ? Line(signer, signature) : "")));

    /// <summary>When a witness says that it cosigned; null when it did not, or not rightly.</summary>
    public DateTimeOffset? CosignedAt(NoteVerifier witness) =>
        SignatureOf(witness) is { } signature && witness.TimeOf(signature) is > 0 and <= MaxUnixTime and var seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Whether the signer signed; a second, wrong signature by the same key spoils the first.</summary>
    public bool IsSignedBy(NoteVerifier verifier) => SignatureOf(verifier) is not null;

    /// <summary>Whether there is a line under the signer's name and key id, right or wrong.</summary>
    public bool Names(NoteVerifier signer) =>
        _signatures.Exists(s => s.KeyId == signer.KeyId && string.Equals(s.Name, signer.Name, StringComparison.Ordinal));

    /// <summary>Id of the key of the first signature line under a name; null when there is none.</summary>
    public uint? FirstKeyIdOf(string name) =>
        _signatures.FindIndex(s => string.Equals(s.Name, name, StringComparison.Ordinal)) is >= 0 and var i ? _signatures[i].KeyId : null;

    private byte[]? SignatureOf(NoteVerifier verifier)
    {
        byte[]? found = null;
        foreach (var (name, keyId, signature) in _signatures)
        {
            if (keyId != verifier.KeyId || !string.Equals(name, verifier.Name, StringComparison.Ordinal))
            {
                continue;
            }

            if (!verifier.Verify(TextBytes, signature))
            {
                return null;
            }

            found = signature;
        }

        return found;
    }

    private static (string Name, uint KeyId, byte[] Signature) ParseSignature(string line)
    {
        var parts = line.StartsWith(SignaturePrefix, StringComparison.Ordinal) ? line[SignaturePrefix.Length..].Split(' ') : [];
        var bytes = new byte[line.Length];
        if (parts.Length != 2 || !NoteName.IsValid(parts[0])
            || !Convert.TryFromBase64String(parts[1], bytes, out var length) || length <= sizeof(uint)
            || Convert.ToBase64String(bytes.AsSpan(0, length)) != parts[1]) // no second spelling of the same bytes
        {
            throw new FormatException("a signature line of the note is malformed");
        }

        return (parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..length]);
    }
}
