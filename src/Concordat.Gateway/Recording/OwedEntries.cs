using System.Collections.Concurrent;
using System.Globalization;

namespace Concordat.Gateway.Recording;

/// <summary>
/// Entries that say what became of a decision while the ledger could take none: they follow as soon as it does, so that after a full disk no
/// decision is left without a reason. Thread-safe.
/// </summary>
internal sealed class OwedEntries
{
    /// <summary>Bounds the memory of a long outage; what is beyond it stays visible in the record, as decisions without an outcome.</summary>
    private const int Most = 10_000;

    private const int AtOnce = 64;

    private readonly ConcurrentQueue<byte[]> _entries = new();
    private int _count;

    public bool IsEmpty => _entries.IsEmpty;

    /// <summary>Takes an entry in; false when too many are waiting.</summary>
    public bool Add(byte[] entry)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _entries.Enqueue(entry);
        return true;
    }

    /// <summary>Takes some out, each with the time at which it is recorded.</summary>
    public List<byte[]> Take(DateTimeOffset now)
    {
        var taken = new List<byte[]>();
        while (taken.Count < AtOnce && _entries.TryDequeue(out var entry))
        {
            Interlocked.Decrement(ref _count);
            Stamp(entry, now);
            taken.Add(entry);
        }

        return taken;
    }

    // The member is of a fixed width, and inside a string of JSON its quotes would be escaped.
    private static void Stamp(byte[] entry, DateTimeOffset now)
    {
        var at = entry.AsSpan().LastIndexOf("\"time\":\""u8) + "\"time\":\""u8.Length;
        now.UtcDateTime.TryFormat(entry.AsSpan(at, 27), out _, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }
}
