using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Verification;
using Concordat.Ledger.Wal;

namespace Concordat.Ledger.Scrubbing;

/// <summary>Reads the write-ahead segments, and holds what is already in the tree against it.</summary>
/// <remarks>
/// A writer may fill, remove and reuse segments while they are read. What is damaged stays so: only what is found twice in a row counts.
/// </remarks>
internal sealed class WalScrub(ScrubFiles files, TileReader tiles, ScrubFindings findings)
{
    public const string Folder = ".wal";
    private const int MaxSegmentBytes = 1 << 30;
    private const int Attempts = 4;

    private readonly LeafHasher _hasher = new();
    private TreeHash[]? _tile;
    private long _tileNumber = -1;

    /// <param name="checkpoint">The checkpoint that the tiles were held against.</param>
    /// <param name="newest">Reads how many entries the newest checkpoint covers.</param>
    public void Run(Checkpoint checkpoint, Func<long> newest)
    {
        var folder = Path.Combine(files.Directory, Folder);
        if (!Directory.Exists(folder))
        {
            return; // a copy that is only read has none
        }

        LedgerFault? before = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var names = WalRecovery.Names(folder);
            var found = Find(names, checkpoint, newest());
            if (found is null)
            {
                return;
            }

            if (found == before)
            {
                findings.Add(found);
                return;
            }

            before = found;
        }
    }

    /// <param name="covered">Size of a checkpoint published after the names were listed: what was gone by then is in it.</param>
    private LedgerFault? Find(List<(string Path, long First)> names, Checkpoint checkpoint, long covered)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var (path, first) = names[i];
            var file = $"{Folder}/{Path.GetFileName(path)}";
            if (i == 0 && first > covered)
            {
                return Fault(file, $"the segments begin at entry {first}, but the checkpoint ends at {covered}", 0, covered);
            }

            var limit = i + 1 < names.Count ? names[i + 1].First : long.MaxValue;
            byte[]? bytes;
            try
            {
                bytes = files.Read(file, MaxSegmentBytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return LogFiles.Fault("ledger_unreadable", file, e.Message, index: first).Fault;
            }

            if (bytes is null)
            {
                continue; // integrated and removed meanwhile
            }

            LedgerFault? other = null;
            var scan = WalScan.Run(bytes, first, limit, (index, payload) =>
            {
                if (other is null && index < checkpoint.Size && Leaf(index, checkpoint.Size) is { } leaf && _hasher.Hash(bytes.AsSpan(payload)) != leaf)
                {
                    other = Fault(file, $"the record of entry {index} is not the entry in the tiles", payload.Start.Value, index);
                }
            });
            if (scan.Fault is { } fault)
            {
                return Fault(file, fault, scan.Bytes, scan.End);
            }

            if (other is not null)
            {
                return other;
            }

            if (limit == long.MaxValue && scan.End < checkpoint.Size)
            {
                return Fault(file, $"the segments end at entry {scan.End}, but the checkpoint covers {checkpoint.Size}", scan.Bytes, scan.End);
            }
        }

        return null;
    }

    private static LedgerFault Fault(string file, string message, long offset, long index) => LogFiles.Fault("ledger_wal", file, message, offset, index).Fault;

    /// <summary>The hash of an entry in the tree; null where its tile is damaged, which was found when it was read.</summary>
    private TreeHash? Leaf(long index, long size)
    {
        var number = index / TilePath.Width;
        if (number != _tileNumber)
        {
            var tile = tiles.Tile(0, number, (int)Math.Min(TilePath.Width, size - (number * TilePath.Width)));
            (_tileNumber, _tile) = (number, findings.Has(tile.File) ? null : tile.Hashes);
        }

        return _tile?[index % TilePath.Width];
    }
}
