namespace Concordat.Ledger.Wal;

/// <summary>Reads durable records in order, across segments; for one thread.</summary>
internal sealed class WalCursor(WriteAheadLog log) : ICommitReader
{
    private byte[] _buffer = new byte[256 * 1024];
    private WalSegment? _segment;
    private long _offset;

    public void ReadFrom(long next, ICommitReader.RecordTaker take)
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
                return;
            }
        }
    }

    // Begins each segment anew.
    public void Reset() => _segment = null;

    private bool ReadSegment(WalSegment segment, ref long next, ICommitReader.RecordTaker take)
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
}
