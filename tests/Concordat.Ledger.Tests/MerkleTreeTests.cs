using Concordat.Ledger.Merkle;
using Concordat.Ledger.Tiles;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Ledger.Tests;

public sealed class MerkleTreeTests
{
    [Fact]
    public void The_root_of_seventy_thousand_leaves_equals_that_of_go_sumdb()
    {
        var tree = new TileTree();
        for (var i = 0; i < 70_000; i++)
        {
            tree.Append(TreeHash.Leaf(System.Text.Encoding.ASCII.GetBytes($"leaf {i}")), static (_, _, _) => { });
        }

        Assert.Equal("2gUy/3su5W9AZxEPyWTp8ntZWflSe//z+lAap1hN6vM=", tree.Root().ToString());
        Assert.Equal([112, 17, 1], Enumerable.Range(0, tree.Levels).Select(l => TileTree.PartialWidth(70_000, l)));
    }

    [Theory]
    [InlineData(0, "tile/0/000")]
    [InlineData(255, "tile/0/255")]
    [InlineData(1_000, "tile/0/x001/000")]
    [InlineData(1_234_067, "tile/0/x001/x234/067")]
    [InlineData(1_234_067_089, "tile/0/x001/x234/x067/089")]
    public void Tile_paths_follow_the_specification(long number, string path)
    {
        Assert.Equal(path, TilePath.Tile(0, number));
        Assert.Equal(path + ".p/7", TilePath.Tile(0, number, 7));
        Assert.Equal(path.Replace("tile/0/", "tile/entries/", StringComparison.Ordinal), TilePath.Bundle(number));
    }

    [Fact]
    public void Every_inclusion_proof_of_small_trees_verifies_and_no_other_does()
    {
        for (var size = 1; size <= 40; size++)
        {
            var leaves = Leaves(size);
            var builder = new ProofBuilder(NodesOf(leaves));
            var root = builder.Root(0, size);
            for (var i = 0; i < size; i++)
            {
                var proof = builder.Inclusion(i, size);
                Assert.True(MerkleProof.VerifyInclusion(i, size, leaves[i], proof, root));
                Assert.False(MerkleProof.VerifyInclusion(i, size, TreeHash.Leaf("other"u8), proof, root));
                Assert.False(MerkleProof.VerifyInclusion((i + 1) % size, size, leaves[i], proof, root) && size > 1);
                Assert.False(MerkleProof.VerifyInclusion(i, size, leaves[i], [.. proof, root], root));
            }
        }
    }

    [Fact]
    public void Generated_consistency_proofs_verify_and_fail_for_another_root() =>
        Prop.ForAll(Gen.Choose(1, 700).Two().ToArbitrary(), pair =>
        {
            var (old, size) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
            var leaves = Leaves(size);
            var builder = new ProofBuilder(NodesOf(leaves));
            var proof = builder.Consistency(old, size);
            var (oldRoot, root) = (builder.Root(0, old), builder.Root(0, size));
            return MerkleProof.VerifyConsistency(old, oldRoot, size, root, proof)
                && !MerkleProof.VerifyConsistency(old, TreeHash.Leaf("x"u8), size, root, proof)
                && !MerkleProof.VerifyConsistency(old, oldRoot, size, TreeHash.Leaf("x"u8), proof);
        }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(66_000)]
    public void The_edge_of_tiles_gives_the_root_of_the_definition(int size)
    {
        var leaves = Leaves(size);
        var tree = new TileTree();
        foreach (var leaf in leaves)
        {
            tree.Append(leaf, static (_, _, _) => { });
        }

        Assert.Equal(new ProofBuilder(NodesOf(leaves)).Root(0, size), tree.Root());
    }

    private static TreeHash[] Leaves(int size) => [.. Enumerable.Range(0, size).Select(static i => TreeHash.Leaf(BitConverter.GetBytes(i)))];

    private static Func<int, long, TreeHash> NodesOf(TreeHash[] leaves)
    {
        return Node;

        TreeHash Node(int level, long index) =>
            level == 0 ? leaves[index] : TreeHash.Node(Node(level - 1, 2 * index), Node(level - 1, (2 * index) + 1));
    }
}
