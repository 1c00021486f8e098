using Concordat.Ledger.Wal;

namespace Concordat.Ledger.Integration;

/// <summary>Reads durable records in order, across segments; for one thread.</summary>
internal sealed class WalCursor(WriteAheadLog log)
{
    private byte[] _buffer = new byte[256 * 1024];
    private WalSegment? _segment;
    private long _offset;

    /// <summary>Calls <paramref name="take"/> for each durable record from entry <paramref name="next"/> on, until it says stop.</summary>
    /// <returns>Index after the last record taken.</returns>
    public long ReadFrom(long next, RecordTaker take)
    {
        foreach (var segment in log.Segments)
        {
            if (segment.DurableEnd <= next)
            {
                continue;
            }

            if (!ReferenceEquals(segment, _segment))
            {
                (_segment, _offset) = (segment, 0);
            }

            if (!ReadSegment(segment, ref next, take))
            {
                break;
            }
        }

        return next;
    }

    /// <summary>Begins each segment anew: after a round that failed, records have to be read again.</summary>
    public void Reset() => _segment = null;

    private bool ReadSegment(WalSegment segment, ref long next, RecordTaker take)
    {
        var end = segment.DurableBytes;
        while (_offset < end)
        {
            var length = (int)Math.Min(_buffer.Length, end - _offset);
            length = RandomAccess.Read(segment.Handle, _buffer.AsSpan(0, length), _offset);
            var at = 0;
            while (WalRecord.TryRead(_buffer.AsSpan(at, length - at), out var record))
            {
                if (record.Index > next)
                {
                    throw new LedgerCorruptException(segment.Path, _offset + at, $"entry {record.Index} stands where entry {next} should");
                }

                if (record.Index == next)
                {
                    if (!take(_buffer.AsSpan(at + WalRecord.HeaderBytes, record.PayloadLength)))
                    {
                        _offset += at;
                        return false;
                    }

                    next++;
                }

                at += record.TotalBytes;
            }

            if (at == 0)
            {
                throw new LedgerCorruptException(segment.Path, _offset, $"the acknowledged record of entry {next} cannot be read back");
            }

            _offset += at;
        }

        return true;
    }

    /// <summary>Takes one entry; false, without having taken it, ends the reading.</summary>
    public delegate bool RecordTaker(ReadOnlySpan<byte> entry);
}
