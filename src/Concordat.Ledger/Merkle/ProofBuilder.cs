using System.Numerics;

namespace Concordat.Ledger.Merkle;

/// <summary>Makes proofs from the nodes of a tree (RFC 6962, sections 2.1.1 and 2.1.2).</summary>
/// <param name="node">Returns the root of the perfect subtree number <c>index</c> of height <c>level</c>.</param>
internal sealed class ProofBuilder(Func<int, long, TreeHash> node)
{
    public List<TreeHash> Inclusion(long index, long size)
    {
        var proof = new List<TreeHash>();
        AddInclusion(proof, index, 0, size);
        return proof;
    }

    public List<TreeHash> Consistency(long oldSize, long newSize)
    {
        var proof = new List<TreeHash>();
        if (oldSize > 0 && oldSize < newSize)
        {
            AddConsistency(proof, oldSize, 0, newSize, isOldRoot: true);
        }

        return proof;
    }

    /// <summary>Root over the entries from start to end.</summary>
    public TreeHash Root(long start, long end)
    {
        if (start == end)
        {
            return TreeHash.Empty;
        }

        var count = end - start;
        if (BitOperations.IsPow2(count))
        {
            var level = BitOperations.Log2((ulong)count);
            return node(level, start >> level);
        }

        var split = start + Split(count);
        return TreeHash.Node(Root(start, split), Root(split, end));
    }

    /// <summary>The largest power of two below the count.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    private void AddInclusion(List<TreeHash> proof, long index, long start, long end)
    {
        if (end - start == 1)
        {
            return;
        }

        var split = start + Split(end - start);
        if (index < split)
        {
            AddInclusion(proof, index, start, split);
            proof.Add(Root(split, end));
        }
        else
        {
            AddInclusion(proof, index, split, end);
            proof.Add(Root(start, split));
        }
    }

    private void AddConsistency(List<TreeHash> proof, long oldEnd, long start, long end, bool isOldRoot)
    {
        if (oldEnd == end)
        {
            if (!isOldRoot)
            {
                proof.Add(Root(start, end));
            }

            return;
        }

        var split = start + Split(end - start);
        if (oldEnd <= split)
        {
            AddConsistency(proof, oldEnd, start, split, isOldRoot);
            proof.Add(Root(split, end));
        }
        else
        {
            AddConsistency(proof, oldEnd, split, end, isOldRoot: false);
            proof.Add(Root(start, split));
        }
    }
}
