using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Verification;

/// <summary>Decides which is damaged when a bundle and its level-0 tile disagree, by what the tiles above say.</summary>
internal sealed class TileJudge(ILogSource source, Checkpoint checkpoint)
{
    /// <summary>Whether the level above commits to the tile's hashes.</summary>
    public async Task<bool> AgreesAsync(long number, TreeHash[] hashes, CancellationToken cancellationToken)
    {
        var size = checkpoint.Size;
        if (hashes.Length == TilePath.Width)
        {
            var parent = await ReadAsync(1, number / TilePath.Width, cancellationToken);
            var place = (int)(number % TilePath.Width);
            return parent.Length > place && parent[place] == TileTree.Perfect(hashes);
        }

        // The last tile: with the other unfinished tiles it gives the root.
        var partials = new Dictionary<int, TreeHash[]> { [0] = hashes };
        for (var level = 1; size >> (8 * level) > 0; level++)
        {
            var tile = await ReadAsync(level, TileTree.PartialNumber(size, level), cancellationToken);
            var width = TileTree.PartialWidth(size, level);
            if (tile.Length < width)
            {
                return false;
            }

            partials[level] = tile[..width];
        }

        return TileTree.FromPartials(size, level => partials[level]).Root() == checkpoint.Root;
    }

    private async Task<TreeHash[]> ReadAsync(int level, long number, CancellationToken cancellationToken)
    {
        var width = (int)Math.Min(TilePath.Width, (checkpoint.Size >> (8 * level)) - (number * TilePath.Width));
        if (width == 0)
        {
            return [];
        }

        const int maxBytes = TilePath.Width * TreeHash.Length;
        var bytes = await source.ReadAsync(TilePath.Tile(level, number, width), maxBytes, cancellationToken)
            ?? await source.ReadAsync(TilePath.Tile(level, number), maxBytes, cancellationToken)
            ?? [];
        return MemoryMarshal.Cast<byte, TreeHash>(bytes.AsSpan(0, bytes.Length - (bytes.Length % TreeHash.Length))).ToArray();
    }
}
