using System.Buffers.Binary;
using System.Security.Cryptography;
using Concordat.Signing;

namespace Concordat.Ledger.Notes;

/// <summary>Signs a note as its log, with a key of any type that notes have.</summary>
internal static class NoteSignature
{
    /// <summary>Type 0x02 has one hash for every curve, as github.com/transparency-dev/witness has.</summary>
    public static HashAlgorithmName EcdsaHash => HashAlgorithmName.SHA256;

    /// <summary>A signature line with its line end.</summary>
    /// <param name="text">The text of the note.</param>
    /// <param name="name">Name of the log.</param>
    /// <param name="key">Ed25519, ECDSA or ML-DSA-44.</param>
    /// <param name="time">When; only ML-DSA-44 signs it.</param>
    public static string LineOf(byte[] text, string name, SigningKey key, DateTimeOffset time)
    {
        var signer = NoteVerifier.ForLog(name, key.PublicKey);
        return SignedNote.Line(signer, signer.Type == NoteVerifier.MlDsaCosignature ? SignMlDsa(text, name, key, time.ToUnixTimeSeconds()) : key.Sign(text, EcdsaHash));
    }

    /// <summary>The log cosigns its own checkpoint (C2SP tlog-checkpoint, tlog-cosignature).</summary>
    private static byte[] SignMlDsa(byte[] text, string name, SigningKey key, long seconds)
    {
        var checkpoint = Checkpoint.TryRead(text) ?? throw new FormatException("only a checkpoint can be signed with ML-DSA-44");
        var message = CosignedMessage.ForMlDsa(name, seconds, checkpoint.Origin, 0, checkpoint.Size, checkpoint.Root.Span)
            ?? throw new FormatException("the name of the log or the witness is longer than 255 bytes, more than an ML-DSA-44 signature can hold");
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(head, (ulong)seconds);
        return [.. head, .. key.Sign(message)];
    }
}
