using System.Text;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Retention;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Verification;

/// <summary>Finds, from a key that is known, the key that signed a checkpoint: by the changes of key among the log's entries.</summary>
/// <remarks>
/// Nothing of the log is trusted here. Each change is signed by the key before it, which is enough to trust the next one; the verification
/// that follows checks that the entries are in the log.
/// </remarks>
internal static class KeyTrail
{
    /// <summary>Reads bundles from the start until a known key has signed the note; reads nothing when one has already.</summary>
    /// <exception cref="LedgerFaultException">A change of key is not rightly signed.</exception>
    public static async Task FollowAsync(LogFiles files, LogKeys keys, byte[] note, MinimumIndex? pruned, CancellationToken cancellationToken)
    {
        ReadPruned(keys, pruned);
        if (Parse(note) is not var (signed, size) || keys.HaveSigned(signed) || signed.FirstKeyIdOf(keys.Current.Name) is null)
        {
            return;
        }

        for (var number = (pruned?.Minimum.Value ?? 0) / TilePath.Width; number * TilePath.Width < size && !keys.HaveSigned(signed); number++)
        {
            var first = number * TilePath.Width;
            byte[] bytes;
            try
            {
                (_, bytes) = await files.ReadBundleAsync(number, (int)Math.Min(TilePath.Width, size - first), cancellationToken);
            }
            catch (LedgerFaultException e) when (e.Fault.Code is "ledger_missing")
            {
                return; // the checkpoint stays without a key
            }

            Read(keys, number, Changes(bytes));
        }
    }

    /// <summary>The entries of a bundle that are about keys, by their place in it.</summary>
    public static IReadOnlyList<(int Place, byte[] Entry)> Changes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(KeyEntry.Mark) < 0)
        {
            return [];
        }

        var found = new List<(int, byte[])>();
        var bundle = new EntryBundle(bytes);
        for (var place = 0; bundle.TryNext(out var entry); place++)
        {
            if (KeyEntry.IsOne(entry))
            {
                found.Add((place, entry.ToArray()));
            }
        }

        return found;
    }

    /// <summary>Takes a bundle's changes into the chain of keys.</summary>
    /// <exception cref="LedgerFaultException">One is not rightly signed.</exception>
    public static void Read(LogKeys keys, long bundle, IReadOnlyList<(int Place, byte[] Entry)> changes)
    {
        foreach (var (place, entry) in changes)
        {
            var index = (bundle * TilePath.Width) + place;
            try
            {
                keys.Read(index, entry);
            }
            catch (FormatException e)
            {
                throw LogFiles.Fault("ledger_key", TilePath.Bundle(bundle), e.Message, index: index);
            }
        }
    }

    /// <summary>Takes the entries about keys that are gone; where they were does not matter, but that it was before what is kept.</summary>
    private static void ReadPruned(LogKeys keys, MinimumIndex? pruned)
    {
        foreach (var (index, entry) in pruned?.KeyEntries ?? [])
        {
            try
            {
                keys.Read(Math.Min(index, pruned!.Minimum.Value - 1), Encoding.UTF8.GetBytes(entry));
            }
            catch (FormatException e)
            {
                throw LogFiles.Fault("ledger_key", MinimumIndex.FileName, e.Message, index: index);
            }
        }
    }

    private static (SignedNote Note, long Size)? Parse(byte[] note)
    {
        try
        {
            var signed = SignedNote.Parse(note);
            return Checkpoint.TryRead(signed.TextBytes) is { } checkpoint ? (signed, checkpoint.Size) : null;
        }
        catch (FormatException)
        {
            return null; // opening it says why
        }
    }
}
