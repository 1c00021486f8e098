using System.Buffers;
using System.Buffers.Binary;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Integration;

/// <summary>The right edge of a log: its unfinished tiles and its unfinished entry bundle.</summary>
internal sealed class LogState
{
    private const int MinBundleBytes = 64 * 1024;

    private readonly LeafHasher _hasher = new();
    private readonly TileTree _tree;
    private byte[] _bundle;
    private int _bundleLength;

    public LogState(TileTree tree, ReadOnlySpan<byte> bundle)
    {
        _tree = tree;
        _bundle = ArrayPool<byte>.Shared.Rent(Math.Max(bundle.Length, MinBundleBytes));
        bundle.CopyTo(_bundle);
        _bundleLength = bundle.Length;
    }

    public TileTree Tree => _tree;

    public long Size => _tree.Size;

    /// <summary>The unfinished bundle.</summary>
    public ReadOnlySpan<byte> Bundle => _bundle.AsSpan(0, _bundleLength);

    /// <summary>Adds an entry and hands over the files that it completes.</summary>
    public void Append(ReadOnlySpan<byte> entry, TileTree.FullTile fullTile, FullBundle fullBundle)
    {
        var needed = _bundleLength + sizeof(ushort) + entry.Length;
        if (needed > _bundle.Length)
        {
            Grow(needed);
        }

        BinaryPrimitives.WriteUInt16BigEndian(_bundle.AsSpan(_bundleLength), (ushort)entry.Length);
        entry.CopyTo(_bundle.AsSpan(_bundleLength + sizeof(ushort)));
        _bundleLength = needed;
        _tree.Append(_hasher.Hash(entry), fullTile);
        if (_tree.Size % TilePath.Width == 0)
        {
            fullBundle(TilePath.Bundle((_tree.Size / TilePath.Width) - 1), Bundle);
            _bundleLength = 0;
        }
    }

    public LogState Clone() => new(_tree.Clone(), Bundle);

    /// <summary>Gives the memory back; the state must not be used afterwards.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_bundle);
        _bundle = [];
        _bundleLength = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bundle.Length * 2));
        Bundle.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bundle);
        _bundle = larger;
    }

    /// <summary>Takes a finished bundle; the bytes are valid during the call.</summary>
    public delegate void FullBundle(string path, ReadOnlySpan<byte> bytes);
}
