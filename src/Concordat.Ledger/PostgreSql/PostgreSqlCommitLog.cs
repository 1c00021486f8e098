using System.Collections.Concurrent;
using Concordat.Ledger.Wal;

namespace Concordat.Ledger.PostgreSql;

/// <summary>Makes entries durable as rows of a database that several nodes share: one row a group commit.</summary>
/// <remarks>
/// <code>
/// write ──▶ head row: epoch, size and hash are still ours? ── no ──▶ another process took over: stop
///                    │ yes, in the same statement
///                    ▼
///           insert the row, move the head, commit on the server and its standby ──▶ acknowledged
///                    │ the connection failed
///                    ▼
///           reconnect, take the next epoch (so that nothing of the old session can land any more), and look: in, or not in
/// </code>
/// Where that look fails too, the appenders are refused, and before the next write a row that did land is taken back. Only rows up to
/// <see cref="Durable"/> are ever read, so that nobody has seen it.
/// </remarks>
internal sealed class PostgreSqlCommitLog : ICommitLog
{
    private const int MaxRowBytes = 1024 * 1024;

    private static readonly TimeSpan PruneInterval = TimeSpan.FromSeconds(10);

    private readonly LedgerDatabase _database;
    private readonly string _origin;
    private readonly LogTakeover _takeover;
    private readonly TimeProvider _time;
    private readonly DatabaseSession _commits; // the flushing thread's
    private readonly DatabaseSession _upkeep; // the integrating thread's
    private readonly ConcurrentQueue<(long End, int Bytes)> _uncovered = new();
    private long _epoch; // the flushing thread's
    private CommitHead? _doubtful; // the flushing thread's; a head that a failed call may have set
    private CoveringCheckpoint? _unreported; // the integrating thread's, as the two that follow
    private long _covered;
    private long _prunedAt;
    private CommitHead _durable;
    private long _uncoveredBytes;
    private IOException? _stopped;

    public PostgreSqlCommitLog(LedgerDatabase database, string origin, LogTakeover takeover, TimeProvider time)
    {
        _database = database;
        _origin = origin;
        _takeover = takeover;
        _time = time;
        _commits = new DatabaseSession(database, time);
        _upkeep = new DatabaseSession(database, time, repeats: true);
        _epoch = takeover.Epoch;
        _durable = takeover.Head;
    }

    public long DurableSize => Durable.Size;

    public CommitHead Durable => Volatile.Read(ref _durable);

    public long UnintegratedBytes => Volatile.Read(ref _uncoveredBytes);

    public bool IsQuick => false;

    public string Remedy => Volatile.Read(ref _stopped) is null ? "it goes on by itself when the database is back" : "it does not go on";

    public void Start(CoveringCheckpoint checkpoint)
    {
        _commits.Open();
        Covered(checkpoint);
    }

    public long MakeRoom(int recordBytes)
    {
        ThrowIfStopped();
        if (_doubtful is { } doubtful && HasLanded(doubtful))
        {
            TakeBack(doubtful);
        }

        return Math.Max(MaxRowBytes, recordBytes); // entries that belong together stand in one row
    }

    public void Write(ReadOnlySpan<byte> records, int count)
    {
        ThrowIfStopped();
        _commits.Open();
        var bytes = records.ToArray();
        var (before, after) = (Durable, Durable.After(count, bytes));
        try
        {
            Insert(before, after, bytes);
        }
        catch (DatabaseAwayException) when (_doubtful is not null)
        {
            if (!HasLanded(after))
            {
                Insert(before, after, bytes);
            }
        }

        _doubtful = null;
        _uncovered.Enqueue((after.Size, bytes.Length));
        Interlocked.Add(ref _uncoveredBytes, bytes.Length);
        Volatile.Write(ref _durable, after);
    }

    public ICommitReader OpenReader() => new CommitRows(this, _upkeep, _origin);

    public void Covered(CoveringCheckpoint checkpoint)
    {
        _unreported = checkpoint;
        while (_uncovered.TryPeek(out var first) && first.End <= checkpoint.Size)
        {
            _uncovered.TryDequeue(out _);
            Interlocked.Add(ref _uncoveredBytes, -first.Bytes);
        }

        Tend();
    }

    // Asks whether the log is still ours, reports the checkpoint, again where that failed before, and lets rows go.
    public void Tend()
    {
        ThrowIfTakenOver();
        if (_unreported is { } checkpoint)
        {
            Report(checkpoint);
            _unreported = null;
            _covered = checkpoint.Size;
        }
        else if (_time.GetElapsedTime(_prunedAt) < PruneInterval)
        {
            return;
        }

        Prune();
        _prunedAt = _time.GetTimestamp();
    }

    public void Close(CoveringCheckpoint checkpoint)
    {
        ThrowIfStopped();
        MakeRoom(0);
        Covered(checkpoint);
    }

    /// <summary>Refuses to go on once this process no longer has the log, or the database has lost entries.</summary>
    public void ThrowIfStopped()
    {
        if (Volatile.Read(ref _stopped) is { } stopped)
        {
            throw stopped;
        }
    }

    /// <summary>Asks the database whether this process still has the log. For the integrating thread.</summary>
    public void ThrowIfTakenOver()
    {
        ThrowIfStopped();
        ThrowIfNotWriter(_upkeep);
    }

    public void Dispose()
    {
        _commits.Dispose();
        _upkeep.Dispose();
    }

    private void Insert(CommitHead before, CommitHead after, byte[] records)
    {
        _doubtful = after;
        var moved = _commits.Execute(
            """
            WITH moved AS (
                UPDATE ledger_heads SET size = $5, head = $6 WHERE log = $1 AND epoch = $2 AND size = $3 AND head = $4 RETURNING log)
            INSERT INTO ledger_commits (log, first_index, epoch, entries, before, after, records)
            SELECT log, $3, $2, $5 - $3, $4, $6, $7 FROM moved
            """,
            _origin, _epoch, before.Size, Bytes(before), after.Size, Bytes(after), records);
        _doubtful = null;
        if (moved != 1)
        {
            ThrowIfNotWriter(_commits);
            throw Stop(Contradiction(before));
        }
    }

    /// <summary>Takes the next epoch of our own and says whether the doubtful commit is in; it then is on the standby too.</summary>
    private bool HasLanded(CommitHead doubtful)
    {
        var found = _commits.Query(
            "UPDATE ledger_heads SET epoch = epoch + 1 WHERE log = $1 AND writer = $2 RETURNING epoch, size, head",
            static row => (Epoch: row.GetInt64(0), Head: LogTakeover.ReadHead(row, 1)),
            _origin, _takeover.Writer);
        if (found is not [var (epoch, head)])
        {
            ThrowIfNotWriter(_commits);
            throw Stop(Contradiction(Durable));
        }

        _epoch = epoch;
        if (head == doubtful)
        {
            return true;
        }

        _doubtful = null;
        return head == Durable ? false : throw Stop(Contradiction(Durable));
    }

    private void TakeBack(CommitHead doubtful)
    {
        var durable = Durable;
        var rows = _commits.Execute(
            """
            WITH moved AS (
                UPDATE ledger_heads SET size = $5, head = $6 WHERE log = $1 AND epoch = $2 AND size = $3 AND head = $4 RETURNING log)
            DELETE FROM ledger_commits USING moved WHERE ledger_commits.log = moved.log AND first_index >= $5
            """,
            _origin, _epoch, doubtful.Size, Bytes(doubtful), durable.Size, Bytes(durable));
        _doubtful = null;
        if (rows != 1)
        {
            ThrowIfNotWriter(_commits);
            throw Stop(Contradiction(durable));
        }
    }

    private void Report(CoveringCheckpoint checkpoint) => _upkeep.Execute(
        """
        INSERT INTO ledger_checkpoints (log, note) SELECT log, $3 FROM ledger_heads WHERE log = $1 AND writer = $2
        ON CONFLICT (log) DO UPDATE SET note = excluded.note, published = now()
        """,
        _origin, _takeover.Writer, checkpoint.Note.ToArray());

    private void Prune() => _upkeep.Execute(
        """
        DELETE FROM ledger_commits WHERE log = $1 AND written <= now() - $3 AND first_index IN (
            SELECT first_index FROM ledger_commits WHERE log = $1 AND first_index + entries <= $2 ORDER BY first_index LIMIT 4096)
        """,
        _origin, _covered, _database.Keep);

    private void ThrowIfNotWriter(DatabaseSession session)
    {
        var found = session.Query(
            "SELECT writer, epoch FROM ledger_heads WHERE log = $1", static row => (Writer: row.GetGuid(0), Epoch: row.GetInt64(1)), _origin);
        if (found is [var (writer, epoch)] && writer != _takeover.Writer)
        {
            throw Stop(new LedgerLockedException(
                $"another process has taken over the log `{_origin}`, at epoch {epoch}; this one takes no further entry (end one of the two; the one started last has the log)"));
        }
    }

    private LedgerCorruptException Contradiction(CommitHead expected) => new(
        $"the database no longer has the log `{_origin}` as this process left it, at {expected.Size} entries: it was restored from a copy, changed by hand, or a standby without the last commits became the primary");

    private IOException Stop(IOException reason)
    {
        Volatile.Write(ref _stopped, reason);
        return reason;
    }

    private static byte[] Bytes(CommitHead head) => head.Hash.Span.ToArray();
}
