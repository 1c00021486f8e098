using System.Buffers.Binary;
using Concordat.Ledger.Telemetry;

namespace Concordat.Ledger.Wal;

/// <summary>Turns concurrent appends into few flushes.</summary>
/// <remarks>
/// <code>
/// append ──▶ no flush running, and alone? ── yes ─▶ (1) lead: flush the one entry on the calling thread, return at once
///                   │ no
///                   ▼
///            (2) join the filling batch ──▶ (3) the committing thread swaps batches and flushes until none is left
/// </code>
/// (1) saves two thread hops, which cost as much as the flush; but it blocks a thread of the pool, so that it is only done while the
/// last flush had a single entry, and never where a flush goes over a network. (3) lets whoever is ready to run go first, so that on a busy core a batch fills. A flush never runs beside another. A flush that fails fails every entry
/// in it and no other: indexes are given at the flush. Safe for concurrent use.
/// </remarks>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>Most times that a flush gives way to threads that may add to it.</summary>
    private const int MaxTurns = 16;

    private readonly Lock _gate = new();
    private readonly AppendWaiterPool _waiters = new();
    private readonly SemaphoreSlim _handover = new(0);
    private readonly ICommitLog _log;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly Thread _committer;
    private AppendBatch _filling = new(); // guarded by _gate
    private AppendBatch _empty = new(); // guarded by _gate; in use by the flush while one runs
    private bool _flushing; // guarded by _gate
    private bool _closed; // guarded by _gate
    private int _lastCount; // guarded by _gate; entries in the flush before
    private LedgerUnavailableException? _lastError;
    private long _lastErrorAt;

    public GroupCommit(ICommitLog log, LedgerOptions options, TimeProvider time)
    {
        _log = log;
        _options = options;
        _time = time;
        _committer = new Thread(CommitLoop) { IsBackground = true, Name = "ledger commit" };
        _committer.Start();
    }

    /// <summary>Why the last flush failed; null when it did not.</summary>
    public LedgerUnavailableException? LastError => Volatile.Read(ref _lastError);

    public ValueTask<EntryIndex> AppendAsync(ReadOnlySpan<byte> entry)
    {
        if (_log.UnintegratedBytes > _options.MaxUnintegratedBytes)
        {
            return ValueTask.FromException<EntryIndex>(new LedgerUnavailableException(
                $"{_options.Directory}: more than {_options.MaxUnintegratedBytes} bytes wait for tiles (is the disk full or read-only?)"));
        }

        var payloadCrc = Crc32C.Append(Crc32C.Seed, entry);
        AppendBatch batch;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_flushing || _lastCount > 1 || !_log.IsQuick)
            {
                if (_filling.Length > _options.MaxPendingBytes)
                {
                    return ValueTask.FromException<EntryIndex>(
                        new LedgerUnavailableException($"more than {_options.MaxPendingBytes} bytes wait for the disk (the ledger is overloaded)"));
                }

                var waiter = _waiters.Rent();
                _filling.Add(entry, payloadCrc, waiter);
                if (!_flushing)
                {
                    _flushing = true;
                    _handover.Release();
                }

                return waiter.Task;
            }

            _flushing = true;
            batch = _filling;
            batch.Add(entry, payloadCrc, waiter: null);
            (_filling, _empty) = (_empty, batch);
        }

        return Lead(batch);
    }

    /// <summary>Waits for the running flush and refuses further appends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            if (!_flushing)
            {
                _flushing = true;
                _handover.Release(); // the committing thread sees an empty batch and ends; a running flush hands over by itself
            }
        }

        _committer.Join();
        _handover.Dispose();
    }

    private ValueTask<EntryIndex> Lead(AppendBatch batch)
    {
        LedgerUnavailableException? error;
        long index;
        try
        {
            error = Flush(batch, out index);
        }
        finally
        {
            lock (_gate)
            {
                batch.Clear();
                _flushing = _filling.Count > 0 || _closed;
                if (_flushing)
                {
                    _handover.Release();
                }
            }
        }

        return error is null ? ValueTask.FromResult(new EntryIndex(index)) : ValueTask.FromException<EntryIndex>(error);
    }

    private void CommitLoop()
    {
        while (true)
        {
            _handover.Wait();
            while (true)
            {
                LetFill();
                AppendBatch batch;
                lock (_gate)
                {
                    if (_filling.Count == 0)
                    {
                        if (_closed)
                        {
                            return;
                        }

                        _flushing = false;
                        break;
                    }

                    batch = _filling;
                    _lastCount = batch.Count;
                    (_filling, _empty) = (_empty, batch);
                }

                Flush(batch, out _);
                lock (_gate)
                {
                    batch.Clear();
                }
            }
        }
    }

    /// <summary>Lets other threads run as long as that brings further entries: on a busy core one flush then serves all that are ready.</summary>
    private void LetFill()
    {
        var seen = 0;
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            Thread.Yield();
            int count;
            lock (_gate)
            {
                count = _filling.Count;
            }

            if (count == seen)
            {
                return;
            }

            seen = count;
        }
    }

    /// <summary>Makes a batch durable, in as many pieces as it takes segments, and answers its appenders.</summary>
    private LedgerUnavailableException? Flush(AppendBatch batch, out long firstIndex)
    {
        firstIndex = _log.DurableSize;
        var rest = batch.Bytes;
        var done = 0;
        try
        {
            ThrowIfTriedTooRecently();
            while (done < batch.Count)
            {
                var room = _log.MakeRoom(RecordBytes(rest));
                var index = _log.DurableSize;
                var length = 0;
                var count = 0;
                while (length < rest.Length && RecordBytes(rest[length..]) <= room - length)
                {
                    length += WalRecord.Seal(rest[length..], index + count, count);
                    count++;
                }

                var start = _time.GetTimestamp();
                _log.Write(rest[..length], count);
                LedgerMetrics.Flushed(_time.GetElapsedTime(start), count);
                batch.Complete(done, count, index);
                rest = rest[length..];
                done += count;
            }

            Volatile.Write(ref _lastError, null);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var error = e as LedgerUnavailableException
                ?? new LedgerUnavailableException($"{_options.Directory}: the ledger cannot write: {e.Message} ({_log.Remedy})", e);
            if (!ReferenceEquals(error, e))
            {
                LedgerMetrics.FlushFailed();
                _lastErrorAt = _time.GetTimestamp();
                Volatile.Write(ref _lastError, error);
            }

            batch.Fail(done, error);
            return error;
        }
    }

    private static int RecordBytes(ReadOnlySpan<byte> record) =>
        WalRecord.HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(record[4..]);

    /// <summary>A full disk is not asked again for every request.</summary>
    private void ThrowIfTriedTooRecently()
    {
        var error = _lastError;
        if (error is not null && _time.GetElapsedTime(_lastErrorAt) < _options.RetryInterval)
        {
            throw error;
        }
    }
}
