using Concordat.Ledger.Keys;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Retention;
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

    /// <summary>The first entry that is kept: 0 unless the log was pruned.</summary>
    public EntryIndex First => MinimumIndex.Read(_directory)?.Minimum ?? default;

    /// <summary>The log's directory.</summary>
    public string Location => _directory;

    public Checkpoint Checkpoint => _snapshot.Checkpoint;

    /// <summary>The checkpoint as the log signed it.</summary>
    public string CheckpointText => _snapshot.Text;

    /// <summary>The verifier key that signed the checkpoint: the one that the log was opened by, or one that it handed over to.</summary>
    public string VerifierKey => _snapshot.Key;

    /// <summary>Opens the log by any key that it ever had.</summary>
    /// <exception cref="FormatException">The verifier key or the checkpoint is malformed, or the signature is not of a key that this one leads to.</exception>
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
    /// <exception cref="LedgerPrunedException">The entry was removed under the retention policy.</exception>
    /// <exception cref="LedgerCorruptException">The entry is not the one that the tiles commit to.</exception>
    public byte[] Entry(EntryIndex index) => ReadEntries(index, 1)[0];

    /// <summary>Reads entries in order, as many as the checkpoint covers and the count allows.</summary>
    public IReadOnlyList<byte[]> ReadEntries(EntryIndex first, int count)
    {
        var entries = new List<byte[]>();
        Visit(first, count, (_, entry) => entries.Add(entry.ToArray()));
        return entries;
    }

    /// <summary>Shows entries in order, as many as the checkpoint covers and the count allows, without a copy of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint does not cover the first.</exception>
    /// <exception cref="LedgerPrunedException">An entry was removed under the retention policy.</exception>
    /// <exception cref="LedgerCorruptException">An entry is not the one that the tiles commit to; none of its bundle was shown.</exception>
    public void Visit(EntryIndex first, long count, EntryVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var size = Covering(first);
        try
        {
            Visit(first, count, size, visitor);
        }
        catch (LedgerCorruptException e) when (First > first)
        {
            throw LedgerPrunedException.Of(first, First, e);
        }
    }

    /// <summary>Entries from the newest that the checkpoint covers down to one; a bundle of at most 256 is in memory at a time.</summary>
    /// <param name="least">The oldest that is wanted; what was pruned is left out.</param>
    /// <param name="cancellationToken">Looked at before each bundle.</param>
    /// <exception cref="LedgerCorruptException">An entry is not the one that the tiles commit to.</exception>
    public IEnumerable<(EntryIndex Index, byte[] Entry)> NewestFirst(EntryIndex least, CancellationToken cancellationToken) => NewestFirst(least, Size, cancellationToken);

    /// <summary>The same, of those before one.</summary>
    /// <param name="least">The oldest that is wanted; what was pruned is left out.</param>
    /// <param name="before">How many entries there are before those that are not wanted.</param>
    /// <param name="cancellationToken">Looked at before each bundle.</param>
    /// <exception cref="LedgerCorruptException">An entry is not the one that the tiles commit to.</exception>
    public IEnumerable<(EntryIndex Index, byte[] Entry)> NewestFirst(EntryIndex least, long before, CancellationToken cancellationToken)
    {
        var oldest = Math.Max(least.Value, First.Value);
        for (var end = Math.Min(before, Size); end > oldest;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = Math.Max(oldest, (end - 1) / TilePath.Width * TilePath.Width);
            var entries = ReadEntries(new EntryIndex(first), (int)(end - first));
            for (var i = entries.Count - 1; i >= 0; i--)
            {
                yield return (new EntryIndex(first + i), entries[i]);
            }

            end = first;
        }
    }

    /// <summary>A receipt for an entry, to be checked offline by <see cref="TlogProof"/> (C2SP tlog-proof).</summary>
    /// <exception cref="LedgerPrunedException">The entry was removed under the retention policy; a receipt from before stays valid.</exception>
    public string Proof(EntryIndex index)
    {
        var snapshot = _snapshot;
        Covering(index);
        if (First is var kept && index < kept)
        {
            throw LedgerPrunedException.Of(index, kept);
        }

        return new TlogProof(index, [.. Inclusion(snapshot, index.Value)], snapshot.Text, KeyProofs.Write(Keys(snapshot))).ToString();
    }

    /// <summary>Hashes that prove that the log of the checkpoint begins with the log of an older size.</summary>
    /// <exception cref="LedgerPrunedException">The log was pruned beyond that size.</exception>
    public IReadOnlyList<TreeHash> ConsistencyProof(long oldSize)
    {
        var size = Size;
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        try
        {
            return new ProofBuilder(new TileDirectory(_directory, size).Node).Consistency(oldSize, size);
        }
        catch (LedgerCorruptException e) when (First.Value > oldSize)
        {
            throw new LedgerPrunedException($"the log was pruned up to entry {First}: nothing shows any more that it continues one of {oldSize} entries", e);
        }
    }

    /// <summary>Whether the log begins with the one of an older checkpoint.</summary>
    /// <exception cref="LedgerPrunedException">The log was pruned beyond that size.</exception>
    public bool Continues(Checkpoint older)
    {
        ArgumentNullException.ThrowIfNull(older);
        var now = _snapshot.Checkpoint;
        return older.Size >= 0 && older.Size <= now.Size && string.Equals(older.Origin, now.Origin, StringComparison.Ordinal)
            && MerkleProof.VerifyConsistency(older.Size, older.Root, now.Size, now.Root, ConsistencyProof(older.Size));
    }

    private void Visit(EntryIndex first, long count, long size, EntryVisitor visitor)
    {
        var tiles = new TileDirectory(_directory, size);
        var end = count < size - first.Value ? first.Value + count : size;
        for (var number = first.Value / TilePath.Width; number * TilePath.Width < end; number++)
        {
            tiles.VisitBundle(number, tiles.ReadTile(0, number), (index, entry) =>
            {
                if (index >= first && index.Value < end)
                {
                    visitor(index, entry);
                }
            });
        }
    }

    /// <summary>The entries about keys below a size: where pruning removed their bundles, it kept them apart.</summary>
    private IEnumerable<(long Index, byte[] Entry)> KeyEntries(long size)
    {
        var pruned = MinimumIndex.Read(_directory)?.KeyEntries ?? [];
        foreach (var (index, entry) in pruned.Where(k => k.Index < size))
        {
            yield return (index, System.Text.Encoding.UTF8.GetBytes(entry));
        }

        foreach (var index in KeyIndex.Read(_directory, size).Where(index => !pruned.Any(k => k.Index == index)))
        {
            yield return (index, Entry(new EntryIndex(index), size));
        }
    }

    private byte[] Entry(EntryIndex index, long size)
    {
        byte[] found = [];
        Visit(index, 1, size, (_, entry) => found = entry.ToArray());
        return found;
    }

    private List<TreeHash> Inclusion(Snapshot snapshot, long index)
    {
        var size = snapshot.Checkpoint.Size;
        var tiles = new TileDirectory(_directory, size);
        var proof = new ProofBuilder(tiles.Node).Inclusion(index, size);
        return MerkleProof.VerifyInclusion(index, size, tiles.Node(0, index), proof, snapshot.Checkpoint.Root)
            ? proof
            : throw new LedgerCorruptException(
                Path.Combine(_directory, TilePath.Tile(0, index / TilePath.Width)), index % TilePath.Width * TreeHash.Length,
                $"the tiles do not lead from entry {index} to the checkpoint's root");
    }

    /// <summary>The entries about keys, with their proofs.</summary>
    private List<(long Index, byte[] Entry, IReadOnlyList<TreeHash> Hashes)> Keys(Snapshot snapshot)
    {
        var proven = new List<(long, byte[], IReadOnlyList<TreeHash>)>();
        foreach (var (index, entry) in KeyEntries(snapshot.Checkpoint.Size))
        {
            proven.Add((index, entry, Inclusion(snapshot, index)));
        }

        return proven;
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
        var note = SignedNote.Parse(bytes);
        var keys = new LogKeys(_log);
        var size = Checkpoint.TryRead(note.TextBytes)?.Size ?? 0;
        foreach (var (index, entry) in KeyEntries(size))
        {
            keys.Read(index, entry);
        }

        return new Snapshot(keys.Open(note), System.Text.Encoding.UTF8.GetString(bytes), keys.Current.ToString());
    }

    private sealed record Snapshot(Checkpoint Checkpoint, string Text, string Key);
}
