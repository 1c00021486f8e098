using System.Runtime.InteropServices;
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
        var tree = TileTree.FromPartials(size, level => ReadTile(directory, level, size));
        if (tree.Root() != checkpoint.Root)
        {
            var lowest = Enumerable.Range(0, tree.Levels).First(level => TileTree.PartialWidth(size, level) > 0);
            throw new LedgerCorruptException(
                Path.Combine(directory, PathOf(lowest, size)), 0, $"the tiles at the end of the log do not give the checkpoint's root of size {size}");
        }

        return new LogState(tree, ReadBundle(directory, size, tree.Partial(0)));
    }

    private static string PathOf(int level, long size) =>
        TilePath.Tile(level, TileTree.PartialNumber(size, level), TileTree.PartialWidth(size, level));

    private static TreeHash[] ReadTile(string directory, int level, long size)
    {
        var number = TileTree.PartialNumber(size, level);
        var width = TileTree.PartialWidth(size, level);
        var (path, bytes) = ReadPartialOrFull(directory, TilePath.Tile(level, number, width), TilePath.Tile(level, number));
        if (bytes.Length < width * TreeHash.Length)
        {
            throw new LedgerCorruptException(path, bytes.Length, $"the tile is cut: it should have {width * TreeHash.Length} bytes");
        }

        return MemoryMarshal.Cast<byte, TreeHash>(bytes.AsSpan(0, width * TreeHash.Length)).ToArray();
    }

    private static byte[] ReadBundle(string directory, long size, ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 0)
        {
            return [];
        }

        var number = size / TilePath.Width;
        var (path, bytes) = ReadPartialOrFull(directory, TilePath.Bundle(number, leaves.Length), TilePath.Bundle(number));
        var bundle = new EntryBundle(bytes);
        var hasher = new LeafHasher();
        var end = 0;
        for (var i = 0; i < leaves.Length; i++)
        {
            if (!bundle.TryNext(out var entry))
            {
                throw new LedgerCorruptException(path, end, $"the bundle is cut in entry {(number * TilePath.Width) + i}");
            }

            if (hasher.Hash(entry) != leaves[i])
            {
                throw new LedgerCorruptException(path, bundle.Offset, $"entry {(number * TilePath.Width) + i} is not the one that the tiles commit to");
            }

            end = bundle.Offset + sizeof(ushort) + entry.Length;
        }

        return bytes[..end];
    }

    /// <summary>A partial file may have been removed once its full form was written.</summary>
    private static (string Path, byte[] Bytes) ReadPartialOrFull(string directory, string partial, string full)
    {
        var path = Path.Combine(directory, partial);
        if (!File.Exists(path))
        {
            var fullPath = Path.Combine(directory, full);
            path = File.Exists(fullPath) ? fullPath : throw new LedgerCorruptException(path, 0, "the file is missing");
        }

        return (path, File.ReadAllBytes(path));
    }
}
