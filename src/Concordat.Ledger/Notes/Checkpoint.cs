using System.Globalization;
using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Signing;

namespace Concordat.Ledger.Notes;

/// <summary>What a log commits itself to: its name, its size and the root over all its entries (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">Root hash over them.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    /// <summary>Reads a checkpoint and requires the log's signature and name.</summary>
    /// <exception cref="FormatException">Malformed, of another log, or not signed by the key.</exception>
    public static Checkpoint Open(ReadOnlySpan<byte> note, NoteVerifier log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Open(SignedNote.Parse(note), log);
    }

    internal static Checkpoint Open(SignedNote signed, NoteVerifier log)
    {
        if (!signed.IsSignedBy(log))
        {
            throw new FormatException($"the checkpoint has no valid signature of `{log}`");
        }

        var checkpoint = Read(signed);
        return string.Equals(checkpoint.Origin, log.Name, StringComparison.Ordinal)
            ? checkpoint
            : throw new FormatException($"the checkpoint is of the log `{checkpoint.Origin}`, not `{log.Name}`");
    }

    /// <summary>Whether a witness has cosigned the note.</summary>
    /// <exception cref="FormatException">Malformed, or this machine cannot check the witness's algorithm.</exception>
    public static bool IsCosigned(ReadOnlySpan<byte> note, NoteVerifier witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        return SignedNote.Parse(note).IsSignedBy(witness);
    }

    internal byte[] Sign(SigningKey key) => Sign(DateTimeOffset.UnixEpoch, key);

    /// <summary>Signs with each key, in their order.</summary>
    internal byte[] Sign(DateTimeOffset time, params IReadOnlyList<SigningKey> keys) =>
        Encoding.UTF8.GetBytes(SignedNote.Sign(string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n"), Origin, time, keys));

    /// <summary>Reads the text of a note that nobody has checked; null when it is not a checkpoint.</summary>
    internal static Checkpoint? TryRead(ReadOnlySpan<byte> text)
    {
        var lines = Encoding.UTF8.GetString(text).Split('\n');
        return lines.Length < 4
            || lines[0].Length == 0
            || lines[^1].Length > 0
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !string.Equals(size.ToString(CultureInfo.InvariantCulture), lines[1], StringComparison.Ordinal)
            || !TreeHash.TryParse(lines[2], out var root)
            || lines.AsSpan(3..^1).Contains("")
                ? null
                : new Checkpoint(lines[0], size, root);
    }

    private static Checkpoint Read(SignedNote note) =>
        TryRead(note.TextBytes) ?? throw new FormatException("the checkpoint is not `origin`, `size` and `root hash` on a line each");
}
