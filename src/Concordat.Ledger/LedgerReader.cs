using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger;

/// <summary>Reads entries and makes proofs from a log directory, also while a writer is at work on it.</summary>
/// <remarks>
/// Sees the log as of the checkpoint last read; <see cref="Refresh"/> moves on to the newest. Each entry is compared with its leaf hash and
/// each proof is checked before it is handed out; to check a whole log, use <see cref="LedgerVerification"/>. Safe for concurrent use.
/// </remarks>
public sealed class LedgerReader
{
    private readonly string _directory;
    private readonly NoteVerifier _log;
    private readonly string _file;
    private volatile Snapshot _snapshot;

    private LedgerReader(string directory, NoteVerifier log, string file)
    {
        _directory = directory;
        _log = log;
        _file = file;
        _snapshot = Read();
    }

    /// <summary>Number of entries that the checkpoint covers.</summary>
    public long Size => _snapshot.Checkpoint.Size;

    public Checkpoint Checkpoint => _snapshot.Checkpoint;

    /// <summary>The checkpoint as the log signed it.</summary>
    public string CheckpointText => _snapshot.Text;

    /// <exception cref="FormatException">The verifier key or the checkpoint is malformed, or the signature is not this key's.</exception>
    /// <exception cref="FileNotFoundException">There is no log.</exception>
    public static LedgerReader Open(string directory, string vkey) => new(directory, NoteVerifier.Parse(vkey), TilePath.Checkpoint);

    /// <summary>Opens the log as of its newest checkpoint that met the witnesses' policy; receipts from it carry the cosignatures.</summary>
    /// <exception cref="FormatException">The verifier key or the checkpoint is malformed, or the signature is not this key's.</exception>
    /// <exception cref="FileNotFoundException">No checkpoint has met the policy yet.</exception>
    public static LedgerReader OpenWitnessed(string directory, string vkey) => new(directory, NoteVerifier.Parse(vkey), WitnessedCheckpoint.FileName);

    /// <summary>Reads the newest checkpoint; false when it is the one already known.</summary>
    /// <exception cref="LedgerCorruptException">The log has become smaller.</exception>
    public bool Refresh()
    {
        var (before, now) = (_snapshot, Read());
        if (now.Checkpoint.Size < before.Checkpoint.Size)
        {
            throw new LedgerCorruptException(
                Path.Combine(_directory, _file), 0, $"the log had {before.Checkpoint.Size} entries and now has {now.Checkpoint.Size}");
        }

        _snapshot = now;
        return now.Checkpoint != before.Checkpoint;
    }

    /// <exception cref="ArgumentOutOfRangeException">The checkpoint does not cover the entry.</exception>
    /// <exception cref="LedgerCorruptException">The entry is not the one that the tiles commit to.</exception>
    public byte[] Entry(EntryIndex index) => ReadEntries(index, 1)[0];

    /// <summary>Reads entries in order, as many as the checkpoint covers and the count allows.</summary>
    public IReadOnlyList<byte[]> ReadEntries(EntryIndex first, int count)
    {
        var size = Covering(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var tiles = new TileDirectory(_directory, size);
        var entries = new List<byte[]>();
        var end = count < size - first.Value ? first.Value + count : size;
        for (var number = first.Value / TilePath.Width; number * TilePath.Width < end; number++)
        {
            var bundle = new EntryBundle(tiles.ReadBundle(number, tiles.ReadTile(0, number)));
            for (var index = number * TilePath.Width; index < end && bundle.TryNext(out var entry); index++)
            {
                if (index >= first.Value)
                {
                    entries.Add(entry.ToArray());
                }
            }
        }

        return entries;
    }

    /// <summary>A receipt for an entry, to be checked offline by <see cref="TlogProof"/> (C2SP tlog-proof).</summary>
    public string Proof(EntryIndex index)
    {
        var snapshot = _snapshot;
        var size = Covering(index);
        var tiles = new TileDirectory(_directory, size);
        var proof = new ProofBuilder(tiles.Node).Inclusion(index.Value, size);
        var leaf = tiles.Node(0, index.Value);
        if (!MerkleProof.VerifyInclusion(index.Value, size, leaf, proof, snapshot.Checkpoint.Root))
        {
            throw new LedgerCorruptException(
                Path.Combine(_directory, TilePath.Tile(0, index.Value / TilePath.Width)), index.Value % TilePath.Width * TreeHash.Length,
                $"the tiles do not lead from entry {index} to the checkpoint's root");
        }

        return new TlogProof(index, [.. proof], snapshot.Text, Extra: null).ToString();
    }

    /// <summary>Hashes that prove that the log of the checkpoint begins with the log of an older size.</summary>
    public IReadOnlyList<TreeHash> ConsistencyProof(long oldSize)
    {
        var size = Size;
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        return new ProofBuilder(new TileDirectory(_directory, size).Node).Consistency(oldSize, size);
    }

    private long Covering(EntryIndex index)
    {
        var size = Size;
        ArgumentOutOfRangeException.ThrowIfNegative(index.Value, nameof(index));
        return index.Value < size
            ? size
            : throw new ArgumentOutOfRangeException(nameof(index), index.Value, $"the checkpoint covers {size} entries (wait for the next one)");
    }

    private Snapshot Read()
    {
        var bytes = File.ReadAllBytes(Path.Combine(_directory, _file));
        return new Snapshot(Checkpoint.Open(bytes, _log), System.Text.Encoding.UTF8.GetString(bytes));
    }

    private sealed record Snapshot(Checkpoint Checkpoint, string Text);
}
