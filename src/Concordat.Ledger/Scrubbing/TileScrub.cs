using Concordat.Ledger.Merkle;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Scrubbing;

/// <summary>
/// Reads every tile and bundle below the edge of a tree, from the top down: a file is right when its hash stands in the one above it. Where
/// one is damaged, what is below it says what it held, and the way down goes on.
/// </summary>
/// <remarks>Memory does not grow with the log: one tile of each level is held.</remarks>
/// <param name="tiles">Reads the files.</param>
/// <param name="minimum">Reads which entries are kept: those before may have been pruned, also a moment ago.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class TileScrub(TileReader tiles, Func<EntryIndex> minimum, ScrubFindings findings)
{
    public static LedgerFault Wrong(string file, int level, int place, long first) =>
        LogFiles.Fault(
            "ledger_tile", file, level == 0 ? $"the hash is not that of entry {first}" : $"the hash is not that of entries {first} to {first + (1L << (8 * level)) - 1}",
            place * TreeHash.Length, first).Fault;

    /// <param name="edge">The tree at the checkpoint's size.</param>
    /// <param name="isSure">Whether the edge gives the signed root.</param>
    public void Run(TileTree edge, bool isSure)
    {
        for (var level = edge.Levels - 1; level >= 0; level--)
        {
            var hashes = edge.Partial(level).ToArray();
            var number = TileTree.PartialNumber(edge.Size, level);
            if (hashes.Length > 0)
            {
                Below(level, number, hashes, isSure);
            }
        }
    }

    private void Below(int level, long number, TreeHash[] hashes, bool isSure)
    {
        if (level == 0)
        {
            Bundle(number, hashes);
            return;
        }

        for (var i = 0; i < hashes.Length; i++)
        {
            Tile(level - 1, (number * TilePath.Width) + i, hashes[i], isSure);
        }
    }

    private void Tile(int level, long number, TreeHash? expected, bool isSure)
    {
        var read = tiles.Tile(level, number);
        if (IsPruned(read.Fault, level, number))
        {
            return;
        }

        var hashes = read.Hashes;
        if (hashes is null || TileTree.Perfect(hashes) != expected)
        {
            (hashes, isSure) = Judge(level, number, read, expected, isSure);
        }

        if (hashes is not null)
        {
            Below(level, number, hashes, isSure);
        }
        else if (level == 0)
        {
            Bundle(number, null);
        }
        else
        {
            for (var i = 0; i < TilePath.Width; i++)
            {
                Tile(level - 1, (number * TilePath.Width) + i, null, isSure: false);
            }
        }
    }

    /// <summary>Decides between a tile that does not fit, the one above it and what is below it.</summary>
    private (TreeHash[]? Hashes, bool IsSure) Judge(int level, long number, TileRead read, TreeHash? expected, bool isSure)
    {
        var first = (number * TilePath.Width) << (8 * level);
        var rebuilt = tiles.Rebuild(level, number);
        if (rebuilt is not null && TileTree.Perfect(rebuilt) == expected)
        {
            var place = read.Hashes.AsSpan().CommonPrefixLength(rebuilt);
            findings.Add(read.Fault ?? Wrong(read.File, level, place, first + ((long)place << (8 * level))));
            return (rebuilt, isSure);
        }

        if (read.Hashes is null)
        {
            findings.Add(read.Fault!);
            return (rebuilt, false);
        }

        // Where the tile above is itself in doubt and this one agrees with what is below it, that one was to blame.
        if (isSure || (expected is not null && (rebuilt is null || !read.Hashes.AsSpan().SequenceEqual(rebuilt))))
        {
            findings.Add("ledger_tile", read.File, "its hashes do not give the one in the tile above it", 0, first);
        }

        return (read.Hashes, false);
    }

    /// <summary>Whether the file is missing because it was pruned (C2SP tlog-tiles: its end index is at or below the minimum).</summary>
    private bool IsPruned(LedgerFault? fault, int level, long number) =>
        fault?.Code is "ledger_missing" && (number + 1) << (8 * (level + 1)) <= minimum().Value;

    private void Bundle(long number, TreeHash[]? leaves)
    {
        var read = tiles.Bundle(number, leaves?.Length ?? TilePath.Width);
        if (read.Leaves is not null && leaves is not null && read.Leaves.AsSpan().CommonPrefixLength(leaves) is var same && same < leaves.Length)
        {
            var index = (number * TilePath.Width) + same;
            findings.Add("ledger_entry", read.File, $"entry {index} is not the one that was recorded", read.Offsets[same], index);
        }
        else if (read.Fault is { } fault && !IsPruned(fault, 0, number))
        {
            findings.Add(fault);
        }
    }
}
