using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Scrubbing;

/// <summary>Reads tiles and bundles so that what is wrong with one is a value and not the end. For one thread.</summary>
/// <param name="read">Gives the bytes of a path below the log, at most so many; null when there is no such file.</param>
internal sealed class TileReader(Func<string, int, byte[]?> read)
{
    private readonly LeafHasher _hasher = new();

    public TileRead Tile(int level, long number, int width = TilePath.Width)
    {
        var (full, first) = (TilePath.Tile(level, number), (number * TilePath.Width) << (8 * level));
        var (file, bytes, fault) = PartialOrFull(TilePath.Tile(level, number, width), full, TilePath.Width * TreeHash.Length, first);
        if (bytes is null)
        {
            return new TileRead(file, null, fault);
        }

        var expected = (string.Equals(file, full, StringComparison.Ordinal) ? TilePath.Width : width) * TreeHash.Length;
        return bytes.Length == expected
            ? new TileRead(file, MemoryMarshal.Cast<byte, TreeHash>(bytes)[..width].ToArray(), null)
            : new TileRead(file, null, Fault("ledger_tile", file, $"the tile has {bytes.Length} bytes, not {expected}", Math.Min(bytes.Length, expected), first));
    }

    public BundleRead Bundle(long number, int width = TilePath.Width)
    {
        var (full, first) = (TilePath.Bundle(number), number * TilePath.Width);
        var (file, bytes, fault) = PartialOrFull(TilePath.Bundle(number, width), full, EntryBundle.MaxBytes, first);
        if (bytes is null)
        {
            return new BundleRead(file, null, [], fault);
        }

        var (leaves, offsets, count) = (new TreeHash[width], new int[width], 0);
        var bundle = new EntryBundle(bytes);
        while (count < width && bundle.TryNext(out var entry))
        {
            leaves[count] = _hasher.Hash(entry);
            offsets[count++] = bundle.Offset;
        }

        if (count < width)
        {
            return new BundleRead(file, null, offsets, Fault("ledger_bundle", file, $"the bundle ends in entry {first + count}", bundle.Next, first + count));
        }

        var mayGoOn = width < TilePath.Width && string.Equals(file, full, StringComparison.Ordinal);
        return new BundleRead(file, leaves, offsets, bundle.Next == bytes.Length || mayGoOn
            ? null
            : Fault("ledger_bundle", file, $"there is data after entry {first + width - 1}", bundle.Next));
    }

    /// <summary>The hashes of a tile as what is below it gives them; null when that is not all there.</summary>
    public TreeHash[]? Rebuild(int level, long number, int width = TilePath.Width)
    {
        if (level == 0)
        {
            return Bundle(number, width).Leaves;
        }

        var hashes = new TreeHash[width];
        for (var i = 0; i < width; i++)
        {
            if (Tile(level - 1, (number * TilePath.Width) + i).Hashes is not { } child)
            {
                return null;
            }

            hashes[i] = TileTree.Perfect(child);
        }

        return hashes;
    }

    private static LedgerFault Fault(string code, string file, string message, long? offset = null, long? index = null) =>
        LogFiles.Fault(code, file, message, offset, index).Fault;

    /// <summary>A log removes a partial file once the full one exists.</summary>
    private (string File, byte[]? Bytes, LedgerFault? Fault) PartialOrFull(string partial, string full, int maxBytes, long first)
    {
        foreach (var path in string.Equals(partial, full, StringComparison.Ordinal) ? [full] : (string[])[partial, full])
        {
            try
            {
                if (read(path, maxBytes) is { } bytes)
                {
                    return (path, bytes, null);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (path, null, Fault("ledger_unreadable", path, e.Message, index: first));
            }
        }

        return (partial, null, Fault("ledger_missing", partial, "the file is missing", index: first));
    }
}
