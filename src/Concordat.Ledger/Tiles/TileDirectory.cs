using System.Buffers;
using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.Tiles;

/// <summary>Reads the tiles and bundles of a log of a given size from its directory.</summary>
/// <remarks>For one thread.</remarks>
internal sealed class TileDirectory(string directory, long size)
{
    private LeafHasher? _hasher;

    /// <summary>The hashes of a tile, as many as the log of this size has.</summary>
    public TreeHash[] ReadTile(int level, long number)
    {
        var width = WidthOf(size >> (8 * level), number);
        var (path, file) = Rent(TilePath.Tile(level, number, width), TilePath.Tile(level, number));
        try
        {
            return file.Count < width * TreeHash.Length
                ? throw new LedgerCorruptException(path, file.Count, $"the tile is cut: it should have {width * TreeHash.Length} bytes")
                : MemoryMarshal.Cast<byte, TreeHash>(file.AsSpan(0, width * TreeHash.Length)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(file.Array!);
        }
    }

    /// <summary>The bytes of a bundle, cut to the log's size, after each entry was compared with its leaf hash.</summary>
    public byte[] ReadBundle(long number, ReadOnlySpan<TreeHash> leaves)
    {
        var (path, file) = Rent(TilePath.Bundle(number, leaves.Length), TilePath.Bundle(number));
        try
        {
            return [.. file[..Check(path, file, number, leaves)]];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(file.Array!);
        }
    }

    /// <summary>Shows the entries of a bundle, in order and without a copy, after each of them was compared with its leaf hash.</summary>
    public void VisitBundle(long number, ReadOnlySpan<TreeHash> leaves, EntryVisitor visitor)
    {
        var (path, file) = Rent(TilePath.Bundle(number, leaves.Length), TilePath.Bundle(number));
        try
        {
            var bundle = new EntryBundle(file[..Check(path, file, number, leaves)]);
            for (var index = number * TilePath.Width; bundle.TryNext(out var entry); index++)
            {
                visitor(new EntryIndex(index), entry);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(file.Array!);
        }
    }

    /// <returns>How many bytes the entries of the log's size take.</returns>
    private int Check(string path, ReadOnlySpan<byte> bytes, long number, ReadOnlySpan<TreeHash> leaves)
    {
        var hasher = _hasher ??= new LeafHasher();
        var bundle = new EntryBundle(bytes);
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

        return bundle.Next;
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

    /// <summary>Reads a file into an array of the pool. A partial file may have been removed once its full form was written.</summary>
    private (string Path, ArraySegment<byte> Bytes) Rent(string partial, string full)
    {
        var path = Path.Combine(directory, partial);
        if (TryRent(path) is { } bytes)
        {
            return (path, bytes);
        }

        var fullPath = Path.Combine(directory, full);
        return TryRent(fullPath) is { } fullBytes ? (fullPath, fullBytes) : throw new LedgerCorruptException(path, 0, "the file is missing");
    }

    private static ArraySegment<byte>? TryRent(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            var bytes = ArrayPool<byte>.Shared.Rent(checked((int)length));
            var read = 0;
            for (int more; read < length && (more = RandomAccess.Read(file, bytes.AsSpan(read, (int)length - read), read)) > 0;)
            {
                read += more;
            }

            return new ArraySegment<byte>(bytes, 0, read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
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
