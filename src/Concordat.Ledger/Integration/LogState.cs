using System.Buffers.Binary;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Integration;

/// <summary>The right edge of a log: its unfinished tiles and its unfinished entry bundle.</summary>
internal sealed class LogState(TileTree tree, byte[] bundle)
{
    private readonly LeafHasher _hasher = new();
    private byte[] _bundle = bundle;
    private int _bundleLength = bundle.Length;

    public TileTree Tree => tree;

    public long Size => tree.Size;

    /// <summary>The unfinished bundle.</summary>
    public ReadOnlySpan<byte> Bundle => _bundle.AsSpan(0, _bundleLength);

    /// <summary>Adds an entry and hands over the files that it completes.</summary>
    public void Append(ReadOnlySpan<byte> entry, TileTree.FullTile fullTile, Action<string, byte[]> fullBundle)
    {
        var needed = _bundleLength + sizeof(ushort) + entry.Length;
        if (needed > _bundle.Length)
        {
            Array.Resize(ref _bundle, Math.Max(needed, _bundle.Length * 2));
        }

        BinaryPrimitives.WriteUInt16BigEndian(_bundle.AsSpan(_bundleLength), (ushort)entry.Length);
        entry.CopyTo(_bundle.AsSpan(_bundleLength + sizeof(ushort)));
        _bundleLength = needed;
        tree.Append(_hasher.Hash(entry), fullTile);
        if (tree.Size % TilePath.Width == 0)
        {
            fullBundle(TilePath.Bundle((tree.Size / TilePath.Width) - 1), Bundle.ToArray());
            _bundleLength = 0;
        }
    }

    public LogState Clone() => new(tree.Clone(), Bundle.ToArray());
}
