using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.Tiles;

/// <summary>Reads the tiles and bundles of a log of a given size from its directory.</summary>
internal sealed class TileDirectory(string directory, long size)
{
    /// <summary>The hashes of a tile, as many as the log of this size has.</summary>
    public TreeHash[] ReadTile(int level, long number)
    {
        var width = WidthOf(size >> (8 * level), number);
        var (path, bytes) = ReadPartialOrFull(TilePath.Tile(level, number, width), TilePath.Tile(level, number));
        if (bytes.Length < width * TreeHash.Length)
        {
            throw new LedgerCorruptException(path, bytes.Length, $"the tile is cut: it should have {width * TreeHash.Length} bytes");
        }

        return MemoryMarshal.Cast<byte, TreeHash>(bytes.AsSpan(0, width * TreeHash.Length)).ToArray();
    }

    /// <summary>The bytes of a bundle, cut to the log's size, after each entry was compared with its leaf hash.</summary>
    public byte[] ReadBundle(long number, ReadOnlySpan<TreeHash> leaves)
    {
        var (path, bytes) = ReadPartialOrFull(TilePath.Bundle(number, leaves.Length), TilePath.Bundle(number));
        var bundle = new EntryBundle(bytes);
        var hasher = new LeafHasher();
        for (var i = 0; i < leaves.Length; i++)
        {
            if (!bundle.TryNext(out var entry))
            {
                throw new LedgerCorruptException(path, bundle.Next, $"the bundle is cut in entry {(number * TilePath.Width) + i}");
            }

            if (hasher.Hash(entry) != leaves[i])
            {
                throw new LedgerCorruptException(path, bundle.Offset, $"entry {(number * TilePath.Width) + i} is not the one that the tiles commit to");
            }
        }

        return bytes[..bundle.Next];
    }

    /// <summary>Root of a perfect subtree of any height, from the tile that holds it.</summary>
    public TreeHash Node(int height, long index)
    {
        var level = height / 8;
        var first = index << (height % 8);
        var hashes = ReadTile(level, first / TilePath.Width);
        return TileTree.Perfect(hashes.AsSpan((int)(first % TilePath.Width), 1 << (height % 8)));
    }

    private static int WidthOf(long countOfLevel, long number) => (int)Math.Min(TilePath.Width, countOfLevel - (number * TilePath.Width));

    /// <summary>A partial file may have been removed once its full form was written.</summary>
    private (string Path, byte[] Bytes) ReadPartialOrFull(string partial, string full)
    {
        var path = Path.Combine(directory, partial);
        if (TryRead(path) is { } bytes)
        {
            return (path, bytes);
        }

        var fullPath = Path.Combine(directory, full);
        return TryRead(fullPath) is { } fullBytes ? (fullPath, fullBytes) : throw new LedgerCorruptException(path, 0, "the file is missing");
    }

    /// <summary>The bytes of a file; null when there is none.</summary>
    public static byte[]? TryRead(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
