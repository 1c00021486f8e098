using System.Text;
using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.Tests.Witnessing;

/// <summary>A tree of any size whose entries follow from a name, and from another name after a fork; the plainest way to hash it.</summary>
internal sealed class GrowingTree(string name, long forkAt = long.MaxValue, string? after = null)
{
    public TreeHash Root(long size) => Builder().Root(0, size);

    public IReadOnlyList<TreeHash> Proof(long oldSize, long size) => Builder().Consistency(oldSize, size);

    private ProofBuilder Builder() => new(Node);

    private TreeHash Node(int level, long index) => level == 0
        ? TreeHash.Leaf(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{(index < forkAt ? name : after)} {index}")))
        : TreeHash.Node(Node(level - 1, 2 * index), Node(level - 1, (2 * index) + 1));
}
