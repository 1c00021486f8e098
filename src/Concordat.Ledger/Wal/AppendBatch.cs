namespace Concordat.Ledger.Wal;

/// <summary>Records that will be made durable by one flush, and who waits for them.</summary>
internal sealed class AppendBatch
{
    private const int KeepBytes = 4 * 1024 * 1024;

    private byte[] _bytes = new byte[64 * 1024];
    private AppendWaiter?[] _waiters = new AppendWaiter?[64];
    private List<(int First, int Bytes)>? _together;

    public int Count { get; private set; }

    public int Length { get; private set; }

    /// <summary>When the first record was added, as a timestamp of the clock.</summary>
    public long Since { get; set; }

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Adds a record and who waits for it.</summary>
    public void Add(ReadOnlySpan<byte> payload, uint payloadCrc, AppendWaiter waiter)
    {
        var length = WalRecord.HeaderBytes + payload.Length;
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }

        if (_waiters.Length == Count)
        {
            Array.Resize(ref _waiters, Count * 2);
        }

        WalRecord.Write(_bytes.AsSpan(Length, length), payload, payloadCrc);
        Length += length;
        _waiters[Count++] = waiter;
    }

    /// <summary>The records from this one on belong together: one write makes all of them durable, where it holds as much.</summary>
    /// <param name="first">The first of them; those after it up to the newest are the others.</param>
    /// <param name="start">Where its bytes begin.</param>
    public void Join(int first, int start) => (_together ??= []).Add((first, Length - start));

    /// <summary>Bytes of the records that belong together and of which this is the first; 0 where it stands alone.</summary>
    public int BytesTogether(int first) => _together?.Find(each => each.First == first).Bytes ?? 0;

    /// <summary>Takes a waiter out, to be answered once by whoever got it: the flush, or the watch over it. Null when the other was first.</summary>
    public AppendWaiter? Take(int i) => Interlocked.Exchange(ref _waiters[i], null);

    /// <summary>Tells the appenders from <paramref name="from"/> on that their entries are durable.</summary>
    public void Complete(int from, int count, long firstIndex)
    {
        for (var i = 0; i < count; i++)
        {
            Take(from + i)?.Complete(new EntryIndex(firstIndex + i));
        }
    }

    public void Fail(int from, Exception error)
    {
        for (var i = from; i < Count; i++)
        {
            Take(i)?.Fail(error);
        }
    }

    public void Clear()
    {
        Array.Clear(_waiters, 0, Count);
        Count = 0;
        Length = 0;
        _together = null;
        if (_bytes.Length > KeepBytes)
        {
            _bytes = new byte[64 * 1024];
        }
    }
}
