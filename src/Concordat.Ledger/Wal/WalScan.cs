using System.Buffers.Binary;

namespace Concordat.Ledger.Wal;

/// <summary>Reads the records of one segment and tells an end from damage.</summary>
/// <param name="Bytes">Bytes up to the last whole record in its place.</param>
/// <param name="End">Index after it.</param>
/// <param name="Fault">What is wrong after it; null where the segment may end there.</param>
internal readonly record struct WalScan(int Bytes, long End, string? Fault)
{
    private const int Block = 4096;

    /// <summary>Goes through a segment.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="first">Index of its first record.</param>
    /// <param name="limit">First index of the next segment, from which on no record of this one was acknowledged; the largest number for the last one.</param>
    /// <param name="record">Told of each record: its index and where its payload lies.</param>
    /// <remarks>
    /// The last flush of the last segment is the one thing that cannot be told: torn by a crash before it was acknowledged, or damaged
    /// afterwards, it looks the same, unless a checkpoint covers it or the file is shorter than it was made.
    /// </remarks>
    public static WalScan Run(ReadOnlySpan<byte> bytes, long first, long limit, Action<long, Range>? record = null)
    {
        var (offset, expected) = (0, first);
        if (bytes.Length < LedgerOptions.MinSegmentBytes || bytes.Length % Block != 0)
        {
            return new WalScan(offset, expected, $"the segment is cut: it has {bytes.Length} bytes, which none is made with");
        }

        while (expected < limit && WalRecord.TryRead(bytes[offset..], out var read) && read.Index == expected)
        {
            record?.Invoke(expected, (offset + WalRecord.HeaderBytes)..(offset + read.TotalBytes));
            offset += read.TotalBytes;
            expected++;
        }

        return new WalScan(offset, expected, limit == long.MaxValue ? FaultAtEnd(bytes[offset..], expected) : FaultBefore(expected, limit));
    }

    private static string? FaultBefore(long expected, long limit) =>
        expected < limit ? $"the record of entry {expected} is damaged; the next segment begins at entry {limit}" : null;

    private static string? FaultAtEnd(ReadOnlySpan<byte> rest, long expected)
    {
        if (FindLaterFlush(rest, expected) is { } later)
        {
            return $"the record of entry {expected} is damaged; entry {later.Index} of a later flush follows it";
        }

        // No record is ever begun that does not fit its segment.
        return rest.Length >= WalRecord.HeaderBytes && rest.StartsWith(WalRecord.Mark) && BinaryPrimitives.ReadInt64LittleEndian(rest[16..]) == expected
            && BinaryPrimitives.ReadInt32LittleEndian(rest[4..]) is var length and <= LedgerOptions.MaxEntryBytes && length > rest.Length - WalRecord.HeaderBytes
                ? $"the segment is cut in the record of entry {expected}"
                : null;
    }

    /// <summary>A record of a flush that began after the expected one: proof that the expected one was once acknowledged.</summary>
    private static WalRecord? FindLaterFlush(ReadOnlySpan<byte> bytes, long expected)
    {
        while (bytes.IndexOf(WalRecord.Mark) is >= 0 and var at)
        {
            bytes = bytes[at..];
            if (WalRecord.TryRead(bytes, out var record) && record.BatchStart > expected)
            {
                return record;
            }

            bytes = bytes[1..];
        }

        return null;
    }
}
