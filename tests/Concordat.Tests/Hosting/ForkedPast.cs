using System.Globalization;
using System.Text;
using Concordat.Ledger.Merkle;

namespace Concordat.Tests.Hosting;

/// <summary>The entries of a log that tells two pasts: which they are from where on. The plainest way to hash them (RFC 9162, section 2.1).</summary>
/// <param name="Parts">Names of the entries, each from an index on.</param>
internal sealed record ForkedPast(params IReadOnlyList<(long From, string Name)> Parts)
{
    /// <summary>The same entries up to an index, and others from there on.</summary>
    public ForkedPast ForkAt(long index, string name) => new([.. Parts, (index, name)]);

    public TreeHash Root(long size) => size == 0 ? TreeHash.Empty : Root(0, size);

    public IReadOnlyList<TreeHash> Consistency(long old, long size)
    {
        var proof = new List<TreeHash>();
        if (old > 0 && old < size)
        {
            Sub(old, 0, size, isWhole: true, proof);
        }

        return proof;
    }

    private void Sub(long old, long start, long end, bool isWhole, List<TreeHash> proof)
    {
        if (old == end - start)
        {
            if (!isWhole)
            {
                proof.Add(Root(start, end));
            }

            return;
        }

        var split = Split(end - start);
        if (old <= split)
        {
            Sub(old, start, start + split, isWhole, proof);
            proof.Add(Root(start + split, end));
        }
        else
        {
            Sub(old - split, start + split, end, isWhole: false, proof);
            proof.Add(Root(start, start + split));
        }
    }

    private TreeHash Root(long start, long end)
    {
        if (end - start == 1)
        {
            return TreeHash.Leaf(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Parts.Last(p => p.From <= start).Name} {start}")));
        }

        var split = start + Split(end - start);
        return TreeHash.Node(Root(start, split), Root(split, end));
    }

    private static long Split(long size)
    {
        var split = 1L;
        while (split * 2 < size)
        {
            split *= 2;
        }

        return split;
    }
}
