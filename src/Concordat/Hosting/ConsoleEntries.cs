using Concordat.Console.Data;
using Concordat.Ledger;

namespace Concordat.Hosting;

/// <summary>Reads the serving process's own log for the console. Thread-safe.</summary>
internal sealed class ConsoleEntries(LedgerWriter ledger) : ILedgerEntries
{
    private readonly Lock _gate = new();
    private LedgerReader? _reader; // guarded by _gate

    public long Size => Reader()?.Size ?? 0;

    public string? Checkpoint => Reader()?.CheckpointText;

    public (ReadOnlyMemory<byte> Entry, string Proof)? Find(long index)
    {
        if (Reader() is not { } reader || index < 0 || index >= reader.Size)
        {
            return null;
        }

        lock (_gate)
        {
            try
            {
                return (reader.Entry(new EntryIndex(index)), reader.Proof(new EntryIndex(index)));
            }
            catch (LedgerPrunedException)
            {
                return null;
            }
        }
    }

    public IReadOnlyList<(long Index, ReadOnlyMemory<byte> Entry)> Before(long index, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 256);
        if (Reader() is not { } reader)
        {
            return [];
        }

        lock (_gate)
        {
            var end = Math.Min(index, reader.Size);
            var first = Math.Max(end - most, reader.First.Value);
            if (first >= end)
            {
                return [];
            }

            try
            {
                var entries = reader.ReadEntries(new EntryIndex(first), (int)(end - first));
                return [.. entries.Select((entry, i) => (first + i, (ReadOnlyMemory<byte>)entry)).Reverse()];
            }
            catch (LedgerPrunedException)
            {
                return [];
            }
        }
    }

    /// <summary>A reader at the newest checkpoint; null before there is one.</summary>
    private LedgerReader? Reader()
    {
        lock (_gate)
        {
            if (ledger.CheckpointSize == 0)
            {
                return null;
            }

            _reader ??= LedgerReader.Open(ledger.Location, ledger.VerifierKey);
            if (_reader.Size < ledger.CheckpointSize)
            {
                _reader.Refresh();
            }

            return _reader;
        }
    }
}
