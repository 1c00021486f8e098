using Concordat.Ledger.Wal;

namespace Concordat.Ledger.PostgreSql;

/// <summary>Reads acknowledged commits back, and checks that each continues the one before.</summary>
internal sealed class CommitRows(PostgreSqlCommitLog log, DatabaseSession session, string origin) : ICommitReader
{
    private const int RowsAtOnce = 16;

    private readonly Queue<CommitRow> _rows = new();
    private CommitHead? _read; // after the last row taken from the database
    private int _offset; // in the first of the rows

    public void ReadFrom(long next, ICommitReader.RecordTaker take)
    {
        log.ThrowIfTakenOver();
        var durable = log.Durable;
        while (next < durable.Size)
        {
            if (_rows.Count == 0)
            {
                Fetch(next, durable);
            }

            if (!Take(_rows.Peek(), ref next, take))
            {
                return;
            }

            _rows.Dequeue();
            _offset = 0;
        }
    }

    public void Reset()
    {
        _rows.Clear();
        _read = null;
        _offset = 0;
    }

    private void Fetch(long next, CommitHead durable)
    {
        var rows = session.Query(
            """
            SELECT first_index, entries, before, after, records FROM ledger_commits
            WHERE log = $1 AND first_index < $3 AND first_index >= coalesce(
                (SELECT max(first_index) FROM ledger_commits WHERE log = $1 AND first_index <= $2), $2)
            ORDER BY first_index LIMIT $4
            """,
            static row => new CommitRow(row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4)),
            origin, next, durable.Size, RowsAtOnce);
        if (rows.Count == 0 || rows[0].FirstIndex + rows[0].Entries <= next)
        {
            throw Damage(next, "is missing");
        }

        foreach (var row in rows)
        {
            if (row.FirstIndex > next || (_read is { } read && row.Before != read))
            {
                throw Damage(row.FirstIndex, "does not continue the one before");
            }

            _read = row.Before.After(row.Entries, row.Records);
            if (_read.Hash != row.After || _read.Size > durable.Size || (_read.Size == durable.Size && _read != durable))
            {
                throw Damage(row.FirstIndex, "is not what was committed");
            }

            _rows.Enqueue(row);
            next = _read.Size;
        }
    }

    private bool Take(CommitRow row, ref long next, ICommitReader.RecordTaker take)
    {
        while (_offset < row.Records.Length)
        {
            if (!WalRecord.TryRead(row.Records.AsSpan(_offset), out var record) || record.Index > next || record.BatchStart != row.FirstIndex)
            {
                throw Damage(row.FirstIndex, $"has no whole record of entry {next} at byte {_offset}");
            }

            if (record.Index == next)
            {
                if (!take(row.Records.AsSpan(_offset + WalRecord.HeaderBytes, record.PayloadLength)))
                {
                    return false;
                }

                next++;
            }

            _offset += record.TotalBytes;
        }

        return next == row.FirstIndex + row.Entries ? true : throw Damage(row.FirstIndex, $"does not have its {row.Entries} entries");
    }

    private LedgerCorruptException Damage(long firstIndex, string what) => new(
        $"ledger_commits: log `{origin}`: the row of entry {firstIndex} {what} (restore the table from a copy; nothing is added to the log until then)");
}
