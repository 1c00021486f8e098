using System.Numerics;

namespace Concordat.Ledger.Merkle;

/// <summary>Checks inclusion and consistency proofs.</summary>
/// <remarks>Source: RFC 9162, sections 2.1.3.2 and 2.1.4.2; for subtrees, draft-ietf-plants-merkle-tree-certs, section 4.</remarks>
public static class MerkleProof
{
    /// <summary>Whether the entry with this leaf hash stands at the index in the tree of this size and root.</summary>
    public static bool VerifyInclusion(long index, long size, TreeHash leaf, IReadOnlyList<TreeHash> proof, TreeHash root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index < 0 || index >= size)
        {
            return false;
        }

        var (fn, sn, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (sn == 0)
            {
                return false;
            }

            if ((fn & 1) == 1 || fn == sn)
            {
                hash = TreeHash.Node(sibling, hash);
                while ((fn & 1) == 0 && fn != 0)
                {
                    (fn, sn) = (fn >> 1, sn >> 1);
                }
            }
            else
            {
                hash = TreeHash.Node(hash, sibling);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && hash == root;
    }

    /// <summary>Whether the newer tree begins with all of the older one.</summary>
    /// <remarks>A proof from the empty tree says nothing and is refused.</remarks>
    public static bool VerifyConsistency(long oldSize, TreeHash oldRoot, long newSize, TreeHash newRoot, IReadOnlyList<TreeHash> proof) =>
        oldSize > 0 && VerifySubtreeConsistency(0, oldSize, oldRoot, newSize, newRoot, proof);

    /// <summary>Whether the entry at the index belongs to the subtree of the entries from start to end.</summary>
    public static bool VerifySubtreeInclusion(
        long index, long start, long end, TreeHash leaf, IReadOnlyList<TreeHash> proof, TreeHash subtreeRoot) =>
        IsSubtree(start, end) && index >= start && VerifyInclusion(index - start, end - start, leaf, proof, subtreeRoot);

    /// <summary>Whether the subtree of the entries from start to end is part of the tree.</summary>
    public static bool VerifySubtreeConsistency(
        long start, long end, TreeHash subtreeRoot, long size, TreeHash root, IReadOnlyList<TreeHash> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (start >= 0 && start == end && end <= size)
        {
            return proof.Count == 0 && subtreeRoot == TreeHash.Empty; // the subtree without entries is part of every tree
        }

        if (!IsSubtree(start, end) || end > size)
        {
            return false;
        }

        return Walk(start, end, subtreeRoot, size, proof) is var (fr, sr) && fr == subtreeRoot && sr == root;
    }

    /// <summary>
    /// The root over the first entries that a consistency proof speaks of, where the proof leads to the newer root; null where it does not,
    /// and where it cannot be told: a proof from a whole power of two leaves the older root out.
    /// </summary>
    internal static TreeHash? PrefixRoot(long oldSize, long newSize, TreeHash newRoot, IReadOnlyList<TreeHash> proof) =>
        oldSize > 0 && oldSize < newSize && !BitOperations.IsPow2(oldSize) && Walk(0, oldSize, default, newSize, proof) is var (prefix, root) && root == newRoot
            ? prefix
            : null;

    /// <summary>Follows a proof up: the root of the subtree and that of the tree which it leads to; null when it has too many or too few hashes.</summary>
    private static (TreeHash Subtree, TreeHash Tree)? Walk(long start, long end, TreeHash subtreeRoot, long size, IReadOnlyList<TreeHash> proof)
    {
        var (fn, sn, tn) = (start, end - 1, size - 1);
        while (sn == tn ? fn != sn : fn != sn && (sn & 1) == 1)
        {
            (fn, sn, tn) = (fn >> 1, sn >> 1, tn >> 1);
        }

        // Where the subtree is perfect, its own root begins both paths; otherwise the proof gives the part that does.
        var given = fn == sn ? 0 : 1;
        if (proof.Count < given)
        {
            return null;
        }

        var fr = given == 0 ? subtreeRoot : proof[0];
        var sr = fr;
        foreach (var sibling in proof.Skip(given))
        {
            if (tn == 0)
            {
                return null;
            }

            if ((sn & 1) == 1 || sn == tn)
            {
                if (fn < sn)
                {
                    fr = TreeHash.Node(sibling, fr);
                }

                sr = TreeHash.Node(sibling, sr);
                while ((sn & 1) == 0)
                {
                    (fn, sn, tn) = (fn >> 1, sn >> 1, tn >> 1);
                }
            }
            else
            {
                sr = TreeHash.Node(sr, sibling);
            }

            (fn, sn, tn) = (fn >> 1, sn >> 1, tn >> 1);
        }

        return tn == 0 ? (fr, sr) : null;
    }

    /// <summary>Start is a multiple of the smallest power of two that the subtree fits in.</summary>
    private static bool IsSubtree(long start, long end) =>
        start >= 0 && start < end && (ulong)start % BitOperations.RoundUpToPowerOf2((ulong)(end - start)) == 0;
}
