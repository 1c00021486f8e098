using Concordat.Ledger.Entries;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger.Retention;

/// <summary>What retention has to know of a log as it stands. Every entry read is compared with its hash. For one thread.</summary>
internal sealed class KeptLog(LedgerReader reader)
{
    private const int Chunk = 4096;

    private readonly EntryForm _form = new(EntrySchema.Current);

    /// <summary>The first entry that is kept now.</summary>
    public EntryIndex First { get; } = reader.First;

    public long Size => reader.Size;

    /// <summary>The holds in force: those of the last pruning, and what the entries since then say.</summary>
    public IReadOnlyList<LegalHold> Holds(CancellationToken cancellationToken)
    {
        var holds = new LegalHolds();
        var next = (MinimumIndex.Read(reader.Location)?.Statement ?? First).Value;
        while (next < reader.Size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in reader.ReadEntries(new EntryIndex(next), Chunk))
            {
                holds.Read(entry);
                next++;
            }
        }

        return holds.InForce;
    }

    /// <exception cref="FormatException">The entry is not Concordat's.</exception>
    public DateTimeOffset TimeOf(EntryIndex index) => EntryTime.At(TimeOf(reader.Entry(index), index));

    /// <summary>An entry near the first one of that time or later; all before it are older, but for entries that waited for their place.</summary>
    public EntryIndex FirstOf(DateTimeOffset time)
    {
        var sought = EntryTime.Of(time);
        var (low, high) = (First.Value / TilePath.Width, (Size + TilePath.Width - 1) / TilePath.Width);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var first = new EntryIndex(middle * TilePath.Width);
            if (TimeOf(reader.Entry(first), first) < sought)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // The last bundle that begins before the time may end after it.
        return new EntryIndex(Math.Max(First.Value, (low - 1) * TilePath.Width));
    }

    /// <summary>Start of the bundle that holds an entry: pruning goes by whole bundles.</summary>
    public EntryIndex BundleStart(EntryIndex index)
    {
        var start = new EntryIndex(index.Value / TilePath.Width * TilePath.Width);
        return start < First ? First : start;
    }

    /// <summary>Reads what is to go, and keeps the entries about keys among it.</summary>
    /// <exception cref="LedgerCorruptException">An entry is not the one that the tiles commit to.</exception>
    public List<(long Index, byte[] Entry)> CheckedKeyEntries(EntryIndex minimum, CancellationToken cancellationToken)
    {
        var changes = new List<(long, byte[])>();
        for (var next = First.Value; next < minimum.Value;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in reader.ReadEntries(new EntryIndex(next), (int)Math.Min(Chunk, minimum.Value - next)))
            {
                if (KeyEntry.IsOne(entry))
                {
                    changes.Add((next, entry));
                }

                next++;
            }
        }

        return changes;
    }

    /// <summary>Size of the newest checkpoint that met the witnesses' policy; null where there are no witnesses.</summary>
    public long? WitnessedSize()
    {
        var path = Path.Combine(reader.Location, WitnessedCheckpoint.FileName);
        return File.Exists(path) && Checkpoint.TryRead(SignedNote.Parse(File.ReadAllBytes(path)).TextBytes) is { } checkpoint ? checkpoint.Size : null;
    }

    private long TimeOf(byte[] entry, EntryIndex index)
    {
        _form.Fault(entry, out var note);
        return note.Time > 0 ? note.Time : throw new FormatException($"entry {index} has no time, so nothing can be found by time (name an index or a number of entries)");
    }
}
