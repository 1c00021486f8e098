using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Integration;

/// <summary>Reads the right edge of a log back from its directory and checks it against the checkpoint.</summary>
internal static class LogStateReader
{
    /// <exception cref="LedgerCorruptException">A tile or the last bundle does not belong to the checkpoint.</exception>
    public static LogState Read(string directory, Checkpoint checkpoint)
    {
        var size = checkpoint.Size;
        var tiles = new TileDirectory(directory, size);
        var tree = TileTree.FromPartials(size, level => tiles.ReadTile(level, TileTree.PartialNumber(size, level)));
        if (tree.Root() != checkpoint.Root)
        {
            var lowest = Enumerable.Range(0, tree.Levels).First(level => TileTree.PartialWidth(size, level) > 0);
            var path = TilePath.Tile(lowest, TileTree.PartialNumber(size, lowest), TileTree.PartialWidth(size, lowest));
            throw new LedgerCorruptException(
                Path.Combine(directory, path), 0, $"the tiles at the end of the log do not give the checkpoint's root of size {size}");
        }

        var leaves = tree.Partial(0);
        return new LogState(tree, leaves.Length == 0 ? [] : tiles.ReadBundle(size / TilePath.Width, leaves));
    }
}
