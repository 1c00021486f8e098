using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Merkle;

/// <summary>The right edge of a tree: for each tile level, the hashes of the tile that is not full yet.</summary>
/// <remarks>Appending a leaf costs amortized one node hash; memory does not grow with the tree. Not safe for concurrent use.</remarks>
internal sealed class TileTree
{
    private const int MaxLevels = 8;

    private readonly TreeHash[]?[] _partials = new TreeHash[]?[MaxLevels];

    /// <summary>Takes a tile that has just become full.</summary>
    public delegate void FullTile(int level, long number, ReadOnlySpan<TreeHash> hashes);

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Number of levels that have at least one hash.</summary>
    public int Levels
    {
        get
        {
            var levels = 0;
            for (var count = Size; count > 0; count /= TilePath.Width)
            {
                levels++;
            }

            return levels;
        }
    }

    /// <summary>Width of the unfinished tile of a level; 0 when there is none.</summary>
    public static int PartialWidth(long size, int level) => (int)((size >> (8 * level)) % TilePath.Width);

    /// <summary>Number of the unfinished tile of a level, which is also the number of full tiles before it.</summary>
    public static long PartialNumber(long size, int level) => (size >> (8 * level)) / TilePath.Width;

    /// <summary>Rebuilds the edge of a tree from its partial tiles, given by level.</summary>
    public static TileTree FromPartials(long size, Func<int, TreeHash[]> partialOfLevel)
    {
        var tree = new TileTree { Size = size };
        for (var level = 0; level < tree.Levels; level++)
        {
            if (PartialWidth(size, level) > 0)
            {
                partialOfLevel(level).CopyTo(tree.Level(level), 0);
            }
        }

        return tree;
    }

    public void Append(TreeHash leaf, FullTile full)
    {
        AppendAt(0, leaf, full);
        Size++;
    }

    /// <summary>Appends as many leaves as a tile is wide, by their root; only where a tile begins.</summary>
    public void AppendTile(TreeHash root, FullTile full)
    {
        if (PartialWidth(Size, 0) != 0)
        {
            throw new InvalidOperationException("the tree does not end with a full tile");
        }

        AppendAt(1, root, full);
        Size += TilePath.Width;
    }

    private void AppendAt(int level, TreeHash hash, FullTile full)
    {
        while (true)
        {
            var tile = Level(level);
            var count = PartialWidth(Size, level);
            tile[count] = hash;
            if (count + 1 < TilePath.Width)
            {
                break;
            }

            full(level, PartialNumber(Size, level), tile);
            hash = Perfect(tile);
            level++;
        }
    }

    /// <summary>Hashes of the unfinished tile of a level.</summary>
    public ReadOnlySpan<TreeHash> Partial(int level) => Level(level).AsSpan(0, PartialWidth(Size, level));

    public TreeHash Root()
    {
        TreeHash? right = null;
        for (var level = 0; level < Levels; level++)
        {
            // Perfect subtrees from right to left, each joined on the left of what is there.
            var rest = Partial(level);
            while (rest.Length > 0)
            {
                var width = rest.Length & -rest.Length;
                var subtree = Perfect(rest[^width..]);
                right = right is { } r ? TreeHash.Node(subtree, r) : subtree;
                rest = rest[..^width];
            }
        }

        return right ?? TreeHash.Empty;
    }

    public TileTree Clone()
    {
        var copy = new TileTree { Size = Size };
        for (var level = 0; level < MaxLevels; level++)
        {
            copy._partials[level] = (TreeHash[]?)_partials[level]?.Clone();
        }

        return copy;
    }

    /// <summary>Root of a perfect subtree; the number of hashes is a power of two, at most 256.</summary>
    public static TreeHash Perfect(ReadOnlySpan<TreeHash> hashes)
    {
        Span<TreeHash> nodes = stackalloc TreeHash[TilePath.Width];
        hashes.CopyTo(nodes);
        for (var width = hashes.Length; width > 1; width /= 2)
        {
            for (var i = 0; i < width / 2; i++)
            {
                nodes[i] = TreeHash.Node(nodes[2 * i], nodes[(2 * i) + 1]);
            }
        }

        return nodes[0];
    }

    private TreeHash[] Level(int level) => _partials[level] ??= new TreeHash[TilePath.Width];
}
