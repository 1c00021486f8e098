namespace Concordat.Ledger.Wal;

/// <summary>Records that will be made durable by one flush, and who waits for them.</summary>
internal sealed class AppendBatch
{
    private const int KeepBytes = 4 * 1024 * 1024;

    private byte[] _bytes = new byte[64 * 1024];
    private AppendWaiter?[] _waiters = new AppendWaiter?[64];

    public int Count { get; private set; }

    public int Length { get; private set; }

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Adds a record; a null waiter marks the leader's own, which asks for its result itself.</summary>
    public void Add(ReadOnlySpan<byte> payload, uint payloadCrc, AppendWaiter? waiter)
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

    /// <summary>Tells the appenders from <paramref name="from"/> on that their entries are durable.</summary>
    public void Complete(int from, int count, long firstIndex)
    {
        for (var i = 0; i < count; i++)
        {
            _waiters[from + i]?.Complete(new EntryIndex(firstIndex + i));
        }
    }

    public void Fail(int from, Exception error)
    {
        for (var i = from; i < Count; i++)
        {
            _waiters[i]?.Fail(error);
        }
    }

    public void Clear()
    {
        Array.Clear(_waiters, 0, Count);
        Count = 0;
        Length = 0;
        if (_bytes.Length > KeepBytes)
        {
            _bytes = new byte[64 * 1024];
        }
    }
}
