using Concordat.Ledger.Entries;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Verification;

/// <summary>Checks one bundle at a time against its tile: the part of a verification that needs nothing of what came before.</summary>
/// <param name="files">Files of the log.</param>
/// <param name="checkpoint">The signed checkpoint.</param>
/// <param name="form">Checks the form of entries; null when only the log is checked.</param>
internal sealed class BundleCheck(LogFiles files, Checkpoint checkpoint, EntryForm? form)
{
    private readonly LeafHasher _hasher = new();

    /// <summary>Reads and hashes the bundle; a fault is part of the result, so that the first in the order of the log can be told.</summary>
    public async Task<BundleResult> CheckAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            var first = number * TilePath.Width;
            var width = (int)Math.Min(TilePath.Width, checkpoint.Size - first);
            var (file, bytes) = await files.ReadBundleAsync(number, width, cancellationToken);
            var tile = await files.ReadTileAsync(0, number, width, first, cancellationToken);
            var (leaves, offsets, end) = HashEntries(bytes, width);
            for (var i = 0; i < offsets.Count; i++)
            {
                if (leaves[i] != tile.Hashes[i])
                {
                    var tileIsRight = await new TileJudge(files.Source, checkpoint).AgreesAsync(number, tile.Hashes, cancellationToken);
                    throw tileIsRight
                        ? LogFiles.Fault("ledger_entry", file, $"entry {first + i} is not the one that was recorded", offsets[i], first + i)
                        : LogFiles.Fault("ledger_tile", tile.File, $"the hash is not that of entry {first + i}", i * TreeHash.Length, first + i);
                }
            }

            RequireWholeBundle(file, bytes.Length, end, first, width, offsets.Count);
            var (notes, faults) = Read(bytes, width);
            return new BundleResult(leaves, width == TilePath.Width ? TileTree.Perfect(leaves) : TreeHash.Empty, notes, faults, Fault: null)
            {
                KeyChanges = KeyTrail.Changes(bytes),
                Prunings = PrunedPart.Statements(bytes),
            };
        }
        catch (LedgerFaultException e)
        {
            return BundleResult.Broken(e.Fault);
        }
    }

    private (TreeHash[] Leaves, List<int> Offsets, int End) HashEntries(byte[] bytes, int width)
    {
        var (leaves, offsets) = (new TreeHash[width], new List<int>(width));
        var bundle = new EntryBundle(bytes);
        while (offsets.Count < width && bundle.TryNext(out var entry))
        {
            leaves[offsets.Count] = _hasher.Hash(entry);
            offsets.Add(bundle.Offset);
        }

        return (leaves, offsets, bundle.Next);
    }

    private (EntryNote[] Notes, Dictionary<int, string>? Faults) Read(byte[] bytes, int width)
    {
        if (form is null)
        {
            return ([], null);
        }

        var notes = new EntryNote[width];
        Dictionary<int, string>? faults = null;
        var bundle = new EntryBundle(bytes);
        for (var i = 0; i < width && bundle.TryNext(out var entry); i++)
        {
            if (form.Fault(entry, out notes[i]) is { } fault)
            {
                (faults ??= [])[i] = fault;
            }
        }

        return (notes, faults);
    }

    private static void RequireWholeBundle(string file, int length, int end, long first, int width, int found)
    {
        if (found < width)
        {
            throw LogFiles.Fault("ledger_bundle", file, $"the bundle ends in entry {first + found}", end, first + found);
        }

        var isCutFromFull = width < TilePath.Width && string.Equals(file, TilePath.Bundle(first / TilePath.Width), StringComparison.Ordinal);
        if (end != length && !isCutFromFull)
        {
            throw LogFiles.Fault("ledger_bundle", file, $"there is data after entry {first + width - 1}", end);
        }
    }
}
