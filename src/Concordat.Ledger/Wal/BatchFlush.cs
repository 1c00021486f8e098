using System.Buffers.Binary;
using Concordat.Ledger.Telemetry;

namespace Concordat.Ledger.Wal;

/// <summary>Makes one batch after another durable, and remembers why the last one was not. For one thread at a time, except <see cref="LastError"/>.</summary>
internal sealed class BatchFlush(ICommitLog log, LedgerOptions options, TimeProvider time)
{
    private LedgerUnavailableException? _lastError;
    private long _failedAt;

    /// <summary>Why the last flush failed, or does not return; null when it did not.</summary>
    public LedgerUnavailableException? LastError
    {
        get => Volatile.Read(ref _lastError);
        set => Volatile.Write(ref _lastError, value);
    }

    /// <summary>Makes a batch durable, in as many pieces as it takes segments.</summary>
    /// <param name="batch">The batch; not empty.</param>
    /// <param name="answersAll">Whether the appenders are answered here too.</param>
    /// <param name="first">Index of its first entry, where it succeeds.</param>
    public LedgerUnavailableException? Run(AppendBatch batch, bool answersAll, out EntryIndex first)
    {
        first = new EntryIndex(log.DurableSize);
        var rest = batch.Bytes;
        var done = 0;
        try
        {
            ThrowIfTriedTooRecently();
            while (done < batch.Count)
            {
                var room = log.MakeRoom(Math.Max(RecordBytes(rest), batch.BytesTogether(done)));
                var index = log.DurableSize;
                var length = 0;
                var count = 0;
                while (length < rest.Length && Math.Max(RecordBytes(rest[length..]), count == 0 ? 0 : batch.BytesTogether(done + count)) <= room - length)
                {
                    length += WalRecord.Seal(rest[length..], index + count, count);
                    count++;
                }

                var start = time.GetTimestamp();
                log.Write(rest[..length], count);
                LedgerMetrics.Flushed(time.GetElapsedTime(start), count);
                if (answersAll)
                {
                    batch.Complete(done, count, index);
                }

                rest = rest[length..];
                done += count;
            }

            LastError = null;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var error = e as LedgerUnavailableException
                ?? new LedgerUnavailableException($"{options.Directory}: the ledger cannot write: {e.Message} ({log.Remedy})", e);
            if (!ReferenceEquals(error, e))
            {
                LedgerMetrics.FlushFailed();
                _failedAt = time.GetTimestamp();
                LastError = error;
            }

            if (answersAll)
            {
                batch.Fail(done, error);
            }

            return error;
        }
    }

    private static int RecordBytes(ReadOnlySpan<byte> record) =>
        WalRecord.HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(record[4..]);

    /// <summary>A full disk is not asked again for every request.</summary>
    private void ThrowIfTriedTooRecently()
    {
        var error = LastError;
        if (error is not null && time.GetElapsedTime(_failedAt) < options.RetryInterval)
        {
            throw error;
        }
    }
}
