using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Witnessing;

/// <summary>Makes evidence from a log that is at hand and an older checkpoint that it does not continue.</summary>
internal sealed class ForkProver(ILogSource source, NoteVerifier log)
{
    private const int MaxTileBytes = TilePath.Width * TreeHash.Length;

    /// <summary>
    /// Opens the log's checkpoint at the size of the other one. Evidence is <see cref="ForkFinding.Unproven"/> where the log shows fewer
    /// entries than it once signed: that may be an old copy of it. Null when nothing can be shown.
    /// </summary>
    /// <exception cref="IOException">A tile cannot be read.</exception>
    public async Task<ForkEvidence?> RunAsync(byte[] currentNote, byte[] olderNote, CancellationToken cancellationToken)
    {
        var (current, older) = (Checkpoint.Open(currentNote, log), Checkpoint.Open(olderNote, log));
        if (older.Size >= current.Size)
        {
            return current == older ? null : ForkEvidence.Make(log, currentNote, olderNote, prefix: null, []);
        }

        // The nodes are asked for once to learn which they are, and once more when they are here.
        var nodes = new Dictionary<(int Height, long Index), TreeHash>();
        Build((height, index) =>
        {
            nodes[(height, index)] = TreeHash.Empty;
            return TreeHash.Empty;
        });
        foreach (var (height, index) in nodes.Keys.ToList())
        {
            nodes[(height, index)] = await ReadNodeAsync(height, index, current.Size, cancellationToken).ConfigureAwait(false);
        }

        var (prefix, proof) = Build((height, index) => nodes[(height, index)]);
        var evidence = ForkEvidence.Make(log, olderNote, currentNote, prefix, proof);
        return evidence.Check(log.ToString()) == ForkFinding.RewrittenPast ? evidence : null;

        (TreeHash Prefix, List<TreeHash> Proof) Build(Func<int, long, TreeHash> node)
        {
            var builder = new ProofBuilder(node);
            return (builder.Root(0, older.Size), builder.Consistency(older.Size, current.Size));
        }
    }

    private async Task<TreeHash> ReadNodeAsync(int height, long index, long size, CancellationToken cancellationToken)
    {
        var (level, first) = (height / 8, index << (height % 8));
        var number = first / TilePath.Width;
        var width = (int)Math.Min(TilePath.Width, (size >> (8 * level)) - (number * TilePath.Width));
        var bytes = await source.ReadAsync(TilePath.Tile(level, number, width), MaxTileBytes, cancellationToken).ConfigureAwait(false)
            ?? await source.ReadAsync(TilePath.Tile(level, number), MaxTileBytes, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"{TilePath.Tile(level, number, width)}: the file is missing");
        var (start, count) = ((int)(first % TilePath.Width), 1 << (height % 8));
        return bytes.Length >= (start + count) * TreeHash.Length
            ? TileTree.Perfect(MemoryMarshal.Cast<byte, TreeHash>(bytes.AsSpan(start * TreeHash.Length, count * TreeHash.Length)))
            : throw new IOException($"{TilePath.Tile(level, number, width)}: the tile is cut");
    }
}
