using System.Numerics;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Scrubbing;

/// <summary>
/// Holds the unfinished tiles of a log against the root, and names the one that is damaged: each can also be made from what is below it,
/// and the damaged ones are the fewest that have to be made so for the root to come out.
/// </summary>
internal sealed class EdgeCheck(TileReader tiles, Checkpoint checkpoint, ScrubFindings findings)
{
    private readonly Dictionary<int, (TileRead Stored, TreeHash[]? Rebuilt)> _levels = [];

    /// <summary>The tree of the checkpoint, and whether its edge gives the root; null when too much of it is missing.</summary>
    public (TileTree Tree, bool GivesRoot)? Run()
    {
        var size = checkpoint.Size;
        for (var level = 0; size >> (8 * level) > 0; level++)
        {
            if (TileTree.PartialWidth(size, level) is > 0 and var width)
            {
                _levels[level] = (tiles.Tile(level, TileTree.PartialNumber(size, level), width), null);
            }
        }

        if (Tree(static l => l.Stored.Hashes) is { } tree && tree.Root() == checkpoint.Root)
        {
            return (tree, true);
        }

        foreach (var (level, (stored, _)) in _levels.ToArray())
        {
            _levels[level] = (stored, tiles.Rebuild(level, TileTree.PartialNumber(size, level), TileTree.PartialWidth(size, level)));
        }

        return FromFewestRebuilt() ?? Unsolved();
    }

    private (TileTree Tree, bool GivesRoot)? FromFewestRebuilt()
    {
        var order = _levels.Keys.Order().ToArray();
        foreach (var rebuilt in Enumerable.Range(1, (1 << order.Length) - 1).OrderBy(static set => BitOperations.PopCount((uint)set)))
        {
            bool IsRebuilt(int level) => (rebuilt & (1 << Array.IndexOf(order, level))) != 0;
            if (Tree(level => IsRebuilt(level) ? _levels[level].Rebuilt : _levels[level].Stored.Hashes) is { } tree && tree.Root() == checkpoint.Root)
            {
                foreach (var level in order.Where(IsRebuilt))
                {
                    Blame(level);
                }

                return (tree, true);
            }
        }

        return null;
    }

    private (TileTree Tree, bool GivesRoot)? Unsolved()
    {
        var before = findings.Count;
        foreach (var level in _levels.Keys.Order())
        {
            Blame(level);
        }

        if (findings.Count == before)
        {
            findings.Add("ledger_root", TilePath.Checkpoint, $"the root is not that of the log's {checkpoint.Size} entries");
        }

        return Tree(static l => l.Stored.Hashes ?? l.Rebuilt) is { } tree ? (tree, false) : null;
    }

    private void Blame(int level)
    {
        var (stored, rebuilt) = _levels[level];
        if (stored.Fault is { } fault)
        {
            findings.Add(fault);
        }
        else if (rebuilt is not null && stored.Hashes.AsSpan().CommonPrefixLength(rebuilt) is var same && same < rebuilt.Length)
        {
            var first = ((TileTree.PartialNumber(checkpoint.Size, level) * TilePath.Width) + same) << (8 * level);
            findings.Add(TileScrub.Wrong(stored.File, level, same, first));
        }
    }

    private TileTree? Tree(Func<(TileRead Stored, TreeHash[]? Rebuilt), TreeHash[]?> choose) => Tree(level => choose(_levels[level]));

    private TileTree? Tree(Func<int, TreeHash[]?> choose)
    {
        var chosen = _levels.Keys.ToDictionary(static level => level, choose);
        return chosen.ContainsValue(null) ? null : TileTree.FromPartials(checkpoint.Size, level => chosen[level]!);
    }
}
