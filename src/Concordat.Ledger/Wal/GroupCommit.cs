using Concordat.Ledger.Telemetry;

namespace Concordat.Ledger.Wal;

/// <summary>Turns concurrent appends into few flushes.</summary>
/// <remarks>
/// <code>
/// append ──▶ joins the filling batch ──▶ is a flush running? ── yes ─▶ (3)
///                                              │ no
///                   was the flush before of one entry, and are flushes quick?
///                       │ yes                                    │ no
///            (1) the thread of the appender flushes next   (2) the committing thread flushes
///                       └──────────────┬─────────────────────────┘
///                  (3) the committing thread flushes until no batch is left
/// </code>
/// (1) saves two thread hops, which cost as much as the flush: the work stands first in the queue of the pool thread that appended, and goes
/// on with the appender when it is durable. (2) lets whoever is ready to run go first, so that on a busy core a batch fills. A flush never
/// runs beside another. A flush that fails fails every entry in it and no other: indexes are given at the flush. Nobody waits longer than
/// <see cref="LedgerOptions.AppendTimeout"/>: <see cref="StuckDisk"/>. Safe for concurrent use.
/// </remarks>
internal sealed class GroupCommit : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Most times that a flush gives way to threads that may add to it.</summary>
    private const int MaxTurns = 16;

    /// <summary>Entries that repay a flush: waiting for more would have everybody wait at once, and nobody prepare the next.</summary>
    private const int Enough = 16;

    private readonly Lock _gate = new();
    private readonly AppendWaiterPool _waiters = new();
    private readonly SemaphoreSlim _handover = new(0);
    private readonly ICommitLog _log;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly BatchFlush _flush;
    private readonly ITimer _watch;
    private readonly Thread _committer;
    private AppendBatch _filling = new(); // guarded by _gate
    private AppendBatch _empty = new(); // guarded by _gate; in use by the flush while one runs
    private AppendBatch? _running; // guarded by _gate
    private bool _flushing; // guarded by _gate
    private bool _closed; // guarded by _gate
    private int _lastCount; // guarded by _gate; entries in the flush before
    private LedgerUnavailableException? _stuck; // guarded by _gate; why appends are refused while a flush does not return

    public GroupCommit(ICommitLog log, LedgerOptions options, TimeProvider time)
    {
        _log = log;
        _options = options;
        _time = time;
        _flush = new BatchFlush(log, options, time);
        _committer = new Thread(CommitLoop) { IsBackground = true, Name = "ledger commit" };
        _committer.Start();
        var period = options.LongestAppend / 4;
        _watch = time.CreateTimer(_ => Watch(), state: null, period, period);
    }

    /// <summary>Why the last flush failed, or does not return; null when it did not.</summary>
    public LedgerUnavailableException? LastError => _flush.LastError;

    public ValueTask<EntryIndex> AppendAsync(ReadOnlySpan<byte> entry)
    {
        if (TooMuchUnintegrated() is { } fault)
        {
            return ValueTask.FromException<EntryIndex>(fault);
        }

        var payloadCrc = Crc32C.Append(Crc32C.Seed, entry);
        bool lead;
        AppendWaiter waiter;
        lock (_gate)
        {
            if (Refusal(_filling.Length) is { } refusal)
            {
                return ValueTask.FromException<EntryIndex>(refusal);
            }

            waiter = Add(entry, payloadCrc);
            lead = BeginFlush();
        }

        var task = waiter.Task; // before the flush can answer it, and it is used again
        if (lead)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return task;
    }

    /// <summary>Appends entries that belong together: one write makes all of them durable, or none; see <see cref="AppendBatch.Join"/>.</summary>
    /// <returns>Index of the first.</returns>
    public async ValueTask<EntryIndex> AppendAllAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        if (TooMuchUnintegrated() is { } fault)
        {
            throw fault;
        }

        var bytes = entries.Sum(static each => (long)WalRecord.HeaderBytes + each.Length);
        if (bytes > _options.SegmentBytes)
        {
            throw new LedgerUnavailableException($"{entries.Count} entries that belong together have {bytes} bytes; one write takes at most those of a segment ({_options.SegmentBytes})");
        }

        var crcs = entries.Select(static each => Crc32C.Append(Crc32C.Seed, each.Span)).ToArray();
        var tasks = new Task<EntryIndex>[entries.Count];
        bool lead;
        lock (_gate)
        {
            var (first, start) = (_filling.Count, _filling.Length);
            if (Refusal(start + bytes) is { } refusal)
            {
                throw refusal;
            }

            for (var i = 0; i < tasks.Length; i++)
            {
                tasks[i] = Add(entries[i].Span, crcs[i]).Task.AsTask();
            }

            _filling.Join(first, start);
            lead = BeginFlush();
        }

        if (lead)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return (await Task.WhenAll(tasks).ConfigureAwait(false))[0];
    }

    private LedgerUnavailableException? TooMuchUnintegrated() => _log.UnintegratedBytes > _options.MaxUnintegratedBytes
        ? new LedgerUnavailableException($"{_options.Directory}: more than {_options.MaxUnintegratedBytes} bytes wait for tiles (is the disk full or read-only?)")
        : null;

    /// <summary>Why nothing is taken now; under the gate.</summary>
    /// <param name="length">Bytes that would wait for the flush.</param>
    private LedgerUnavailableException? Refusal(long length)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _stuck ?? (length > _options.MaxPendingBytes ? Overloaded() : null);
    }

    /// <summary>Puts an entry into the filling batch; under the gate.</summary>
    private AppendWaiter Add(ReadOnlySpan<byte> entry, uint payloadCrc)
    {
        var waiter = _waiters.Rent();
        if (_filling.Count == 0)
        {
            _filling.Since = _time.GetTimestamp();
        }

        _filling.Add(entry, payloadCrc, waiter);
        return waiter;
    }

    /// <summary>Has what was added flushed, where no flush runs; under the gate.</summary>
    /// <returns>Whether the caller's thread is to flush.</returns>
    private bool BeginFlush()
    {
        if (_flushing)
        {
            return false;
        }

        _flushing = true;
        if (_lastCount <= 1 && _log.IsQuick)
        {
            return true;
        }

        _handover.Release();
        return false;
    }

    private LedgerUnavailableException Overloaded() => new($"more than {_options.MaxPendingBytes} bytes wait for the disk (the ledger is overloaded)");

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
        _watch.Dispose();
        _handover.Dispose();
    }

    /// <summary>One flush on a thread of the pool; then the committing thread goes on, if there is more.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        AppendWaiter? alone = null;
        EntryIndex index = default;
        LedgerUnavailableException? error = null;
        if (TakeBatch() is { } batch)
        {
            var isAlone = batch.Count == 1;
            error = _flush.Run(batch, !isAlone, out index);
            alone = isAlone ? batch.Take(0) : null;
            Release(batch);
        }

        lock (_gate)
        {
            _flushing = _filling.Count > 0 || _closed;
            if (_flushing)
            {
                _handover.Release();
            }
        }

        alone?.AnswerHere(index, error);
    }

    private void CommitLoop()
    {
        while (true)
        {
            _handover.Wait();
            while (true)
            {
                LetFill();
                if (TakeBatch() is { } batch)
                {
                    _flush.Run(batch, answersAll: true, out _);
                    Release(batch);
                    continue;
                }

                lock (_gate)
                {
                    if (_filling.Count > 0)
                    {
                        continue;
                    }

                    if (_closed)
                    {
                        return;
                    }

                    _flushing = false;
                    break;
                }
            }
        }
    }

    /// <summary>Takes what has filled for the one flush that runs; null when nothing has.</summary>
    private AppendBatch? TakeBatch()
    {
        lock (_gate)
        {
            if (_filling.Count == 0)
            {
                return null;
            }

            var batch = _running = _filling;
            _lastCount = batch.Count;
            (_filling, _empty) = (_empty, batch);
            return batch;
        }
    }

    private void Release(AppendBatch batch)
    {
        lock (_gate)
        {
            batch.Clear();
            if (_stuck is not null && ReferenceEquals(_flush.LastError, _stuck))
            {
                _flush.LastError = null; // the watch came between the end of the flush and here
            }

            (_running, _stuck) = (null, null);
        }
    }

    /// <summary>Answers those who have waited too long, and as long as a flush does not return, refuses others at once.</summary>
    private void Watch()
    {
        lock (_gate)
        {
            if (_running is { } running && IsLate(running) && _stuck is null)
            {
                _stuck = StuckDisk.Refusal(_options, _log.Remedy);
                _flush.LastError = _stuck;
                LedgerMetrics.FlushFailed();
                running.Fail(0, StuckDisk.Unknown(_options, _log.Remedy));
            }

            // What has not begun to be written is withdrawn.
            if (_filling.Count > 0 && (_stuck is not null || IsLate(_filling)))
            {
                _filling.Fail(0, _stuck ?? StuckDisk.Refusal(_options, _log.Remedy));
                _filling.Clear();
            }
        }
    }

    private bool IsLate(AppendBatch batch) => _time.GetElapsedTime(batch.Since) >= _options.LongestAppend;

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

            if (count == seen || count >= Enough)
            {
                return;
            }

            seen = count;
        }
    }
}
