using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Remembers the scores of windows, because system prompts and tool descriptions come with every request.</summary>
/// <remarks>Keeps the first 16 bytes of a SHA-256 and the scores, no text. Bounded; full, it begins anew. Thread-safe.</remarks>
internal sealed class JudgedWindows
{
    private const int Most = 4096;

    private readonly ConcurrentDictionary<UInt128, (RedLineScores Scores, bool Encoded)> _scores = new(Environment.ProcessorCount, Most);
    private int _count;

    /// <summary>What stands for a window.</summary>
    public static UInt128 Key(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    public bool TryGet(UInt128 key, out RedLineScores scores, out bool encoded)
    {
        var found = _scores.TryGetValue(key, out var judged);
        (scores, encoded) = judged;
        return found;
    }

    public void Add(UInt128 key, RedLineScores scores, bool encoded)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            _scores.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _scores.TryAdd(key, (scores, encoded));
    }
}
