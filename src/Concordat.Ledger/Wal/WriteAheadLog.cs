using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Wal;

/// <summary>The segments of a log that are not yet tiles, and the one that is being filled.</summary>
/// <remarks>The list is guarded by a lock, as it is used by the flushing and by the integrating thread.</remarks>
internal sealed class WriteAheadLog : ICommitLog
{
    private const string SpareName = "spare";
    private const string SpareBeingMade = "spare.tmp";
    private const string SegmentBeingMade = "segment.new"; // not .tmp: the integrating thread removes those while this is made

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly LedgerFiles _files;
    private readonly long _segmentBytes;
    private readonly List<WalSegment> _segments; // guarded by _lock
    private WalSegment? _current;
    private bool _spareReady; // guarded by _lock
    private long _durableSize;
    private long _unintegratedBytes;

    /// <param name="directory">Directory of the segments; it exists.</param>
    /// <param name="files">The disk.</param>
    /// <param name="segmentBytes">Size of new segments.</param>
    /// <param name="recovered">Segments found on opening; they are read and never written again.</param>
    /// <param name="durableSize">Number of entries that the log has.</param>
    public WriteAheadLog(string directory, LedgerFiles files, long segmentBytes, IReadOnlyList<WalSegment> recovered, long durableSize)
    {
        _directory = directory;
        _files = files;
        _segmentBytes = segmentBytes;
        _segments = [.. recovered];
        _durableSize = durableSize;
        _unintegratedBytes = recovered.Sum(static s => s.DurableBytes);
    }

    public long DurableSize => Volatile.Read(ref _durableSize);

    /// <summary>Bytes of segments that are not dropped yet.</summary>
    public long UnintegratedBytes => Volatile.Read(ref _unintegratedBytes);

    public bool IsQuick => true;

    public string Remedy => "free space or repair the disk; it recovers by itself";

    /// <summary>The segments in order, oldest first.</summary>
    public WalSegment[] Segments
    {
        get
        {
            lock (_lock)
            {
                return [.. _segments];
            }
        }
    }

    public void Start(CoveringCheckpoint checkpoint)
    {
        Drop(checkpoint.Size, closing: true);
        MakeRoom(WalRecord.HeaderBytes + LedgerOptions.MaxEntryBytes);
    }

    // Changes to a new segment if a record of this size does not fit into the current one.
    public long MakeRoom(int recordBytes)
    {
        if (_current is null || _current.Capacity - _current.DurableBytes < recordBytes)
        {
            Rotate();
        }

        return _current!.Capacity - _current.DurableBytes;
    }

    public void Write(ReadOnlySpan<byte> records, int count)
    {
        var segment = _current ?? throw new InvalidOperationException("no segment is open");
        try
        {
            _files.WriteDurably(segment.Handle, records, segment.DurableBytes);
        }
        catch
        {
            // After a failed flush nobody knows what the disk holds: go on in another file, whose name bounds this one.
            segment.Abandoned = true;
            _current = null;
            throw;
        }

        var size = segment.DurableEnd + count;
        segment.Advance(segment.DurableBytes + records.Length, size);
        Interlocked.Add(ref _unintegratedBytes, records.Length);
        Volatile.Write(ref _durableSize, size);
    }

    public ICommitReader OpenReader() => new WalCursor(this);

    public void Covered(CoveringCheckpoint checkpoint) => Drop(checkpoint.Size, closing: false);

    // Makes the next segment's file ahead of its need.
    public void Tend()
    {
        lock (_lock)
        {
            if (_spareReady)
            {
                return;
            }
        }

        var temporary = Path.Combine(_directory, SpareBeingMade);
        _files.CreateZeroed(temporary, _segmentBytes).Dispose();
        OfferSpare(temporary);
    }

    public void Close(CoveringCheckpoint checkpoint) => Drop(checkpoint.Size, closing: true);

    public void Dispose()
    {
        foreach (var segment in Segments)
        {
            segment.Dispose();
        }
    }

    /// <summary>Removes segments whose entries are all below <paramref name="size"/>, keeping one file for reuse.</summary>
    /// <param name="size">Number of entries that a published checkpoint covers.</param>
    /// <param name="closing">Remove the current segment and the spare too.</param>
    private void Drop(long size, bool closing)
    {
        foreach (var segment in Segments)
        {
            lock (_lock)
            {
                // The newest file may be the current one, which only the flushing thread knows: it stays until another follows.
                if (segment.DurableEnd > size || (!closing && ReferenceEquals(segment, _segments[^1])))
                {
                    return;
                }
            }

            Remove(segment, keepAsSpare: !closing && !segment.Abandoned);
        }

        if (closing)
        {
            lock (_lock)
            {
                _spareReady = false;
            }

            _files.Delete(Path.Combine(_directory, SpareName));
            _files.SyncDirectory(_directory);
        }
    }

    private void Rotate()
    {
        var first = DurableSize;
        var path = Path.Combine(_directory, WalSegment.NameOf(first));
        bool spare;
        lock (_lock)
        {
            spare = _spareReady;
            _spareReady = false;
        }

        WalSegment segment;
        if (spare)
        {
            _files.Rename(Path.Combine(_directory, SpareName), path);
            segment = new WalSegment(path, first, new FileInfo(path).Length, _files.OpenExisting(path));
        }
        else
        {
            var temporary = Path.Combine(_directory, SegmentBeingMade);
            var handle = _files.CreateZeroed(temporary, _segmentBytes);
            try
            {
                _files.Rename(temporary, path);
            }
            catch
            {
                handle.Dispose();
                throw;
            }

            segment = new WalSegment(path, first, _segmentBytes, handle);
        }

        try
        {
            _files.SyncDirectory(_directory);
        }
        catch
        {
            segment.Dispose();
            throw;
        }

        lock (_lock)
        {
            // A segment that never took an entry has the same first index, and by the rename the same name.
            if (_segments.Count > 0 && _segments[^1].FirstIndex == first)
            {
                _segments[^1].Dispose();
                _segments.RemoveAt(_segments.Count - 1);
            }

            _segments.Add(segment);
        }

        _current = segment;
    }

    private void Remove(WalSegment segment, bool keepAsSpare)
    {
        lock (_lock)
        {
            keepAsSpare &= !_spareReady && segment.Capacity == _segmentBytes;
        }

        if (keepAsSpare)
        {
            OfferSpare(segment.Path);
        }
        else
        {
            _files.Delete(segment.Path);
        }

        lock (_lock)
        {
            _segments.Remove(segment);
        }

        Interlocked.Add(ref _unintegratedBytes, -segment.DurableBytes);
        segment.Dispose();
    }

    private void OfferSpare(string path)
    {
        _files.Rename(path, Path.Combine(_directory, SpareName));
        lock (_lock)
        {
            _spareReady = true;
        }
    }
}
