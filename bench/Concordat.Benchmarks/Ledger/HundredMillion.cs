using System.Diagnostics;
using System.Runtime.InteropServices;
using Concordat.Ledger;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;
using Concordat.Signing;

namespace Concordat.Benchmarks.Ledger;

/// <summary>A log of 100 million entries by its size: all entries alike, so that all tiles of a level are, and only those that are read exist.</summary>
/// <remarks>
/// The tree is built as a writer builds it, tile by tile, 390,625 times; the checkpoint is signed over its root. Then the log is opened by the
/// writer and by the reader of the library, which read from such a log exactly what they would read from a real one.
/// </remarks>
internal static class HundredMillion
{
    private const long Size = 100_000_000;
    private const int Proofs = 500;
    private const string Origin = "bench.example/ledger";

    private static readonly byte[] Entry = new byte[430];

    public static async Task<Dictionary<string, double>> RunAsync(string directory)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var indexes = Build(directory, key);
        var reader = LedgerReader.Open(directory, NoteVerifier.ForLog(Origin, key.PublicKey).ToString());
        var times = new double[Proofs];
        for (var i = 0; i < Proofs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            _ = reader.Proof(new EntryIndex(indexes[i]));
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        await HeldAsync(directory + "-warm", key);
        var empty = await HeldAsync(directory + "-empty", key);
        var large = await HeldAsync(directory, key);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["proof.p50ms"] = times[Proofs / 2],
            ["proof.p99ms"] = times[Proofs * 99 / 100],
            ["memory.empty"] = empty,
            ["memory.100M"] = large,
        };
    }

    /// <summary>Managed bytes that a writer holds after 20,000 more entries.</summary>
    private static async Task<double> HeldAsync(string directory, SigningKey key)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var writer = LedgerWriter.Open(new LedgerOptions { Directory = directory, Origin = Origin, Key = key }, TimeProvider.System);
        for (var i = 0; i < 200; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => writer.AppendAsync(Entry, CancellationToken.None).AsTask()));
        }

        await writer.IntegrateAsync();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private static long[] Build(string directory, SigningKey key)
    {
        var random = new Random(1);
        var indexes = Enumerable.Range(0, Proofs).Select(_ => random.NextInt64(Size)).ToArray();
        var leaves = Enumerable.Repeat(TreeHash.Leaf(Entry), TilePath.Width).ToArray();
        var wanted = new HashSet<(int, long)>(indexes.SelectMany(static i => Enumerable.Range(0, 4).Select(level => (level, i >> (8 * (level + 1))))));
        var (tree, root) = (new TileTree(), TileTree.Perfect(leaves));
        for (long tile = 0; tile < Size / TilePath.Width; tile++)
        {
            tree.AppendTile(root, Write);
            if (wanted.Contains((0, tile)))
            {
                Write(0, tile, leaves);
            }
        }

        for (var level = 0; level < tree.Levels; level++)
        {
            var partial = tree.Partial(level);
            if (partial.Length > 0)
            {
                Put(TilePath.Tile(level, TileTree.PartialNumber(Size, level), partial.Length), partial);
            }
        }

        File.WriteAllBytes(Path.Combine(directory, TilePath.Checkpoint), new Checkpoint(Origin, Size, tree.Root()).Sign(key));
        return indexes;

        void Write(int level, long number, ReadOnlySpan<TreeHash> hashes)
        {
            // The higher levels are few files, and the right edge needs some of them for its subtrees.
            if (level > 0 || wanted.Contains((level, number)))
            {
                Put(TilePath.Tile(level, number), hashes);
            }
        }

        void Put(string path, ReadOnlySpan<TreeHash> hashes)
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(hashes));
        }
    }
}
