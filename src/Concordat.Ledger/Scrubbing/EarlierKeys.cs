using System.Text;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Retention;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Scrubbing;

/// <summary>Finds the keys that a log had before one that is known: its entries name them, each change signed by both keys.</summary>
internal static class EarlierKeys
{
    /// <returns>The newest of them first; what cannot be read is left out.</returns>
    public static IReadOnlyList<NoteVerifier> Of(ScrubFiles files, NoteVerifier known, long size)
    {
        List<NoteVerifier> keys = [known];
        var pruned = MinimumIndex.Read(files.Directory)?.KeyEntries ?? [];
        foreach (var entry in KeyIndex.Read(files.Directory, size).Reverse().Select(index => Entry(files, index, size)).Concat(pruned.Reverse().Select(static k => Encoding.UTF8.GetBytes(k.Entry))))
        {
            if (entry is not null && Change(entry) is { } change && string.Equals(change.New.ToString(), keys[^1].ToString(), StringComparison.Ordinal))
            {
                keys.Add(change.Old);
            }
        }

        return keys[1..];
    }

    private static byte[]? Entry(ScrubFiles files, long index, long size)
    {
        var number = index / TilePath.Width;
        var bytes = files.Read(TilePath.Bundle(number, (int)Math.Min(TilePath.Width, size - (number * TilePath.Width))), EntryBundle.MaxBytes)
            ?? files.Read(TilePath.Bundle(number), EntryBundle.MaxBytes);
        var bundle = new EntryBundle(bytes);
        for (var place = number * TilePath.Width; bundle.TryNext(out var entry); place++)
        {
            if (place == index)
            {
                return entry.ToArray();
            }
        }

        return null;
    }

    private static LogKeyChange? Change(byte[] entry)
    {
        try
        {
            return LogKeyChange.Read(entry);
        }
        catch (FormatException)
        {
            return null; // a damaged entry is found where it stands
        }
    }
}
