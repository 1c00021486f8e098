using Concordat.Ledger;

namespace Concordat.Gateway.Orders;

/// <summary>
/// What the ledger says was asked lately: how many requests, and of which kinds. Goes on where it ended, first with what is new and then further back, so that a long
/// ledger is read in pieces; what was read once is not read again. Not thread-safe.
/// </summary>
public sealed class RecordedTraffic
{
    private bool _hasRead;
    private bool _isWhole; // read back to the moment that was asked for, or to the oldest entry that is kept
    private long _first; // the entries from here on
    private long _next; // to before this one are read
    private DateTimeOffset _oldest;

    public RecordedTraffic()
        : this(new RequestKinds())
    {
    }

    internal RecordedTraffic(RequestKinds kinds) => Kinds = kinds;

    /// <summary>How often each use case went to each deployment.</summary>
    public OrderTraffic Counts { get; private set; } = new();

    /// <summary>The kinds of requests of each use case at each deployment.</summary>
    public RequestKinds Kinds { get; private set; }

    /// <summary>No traffic at all, where there is no log yet.</summary>
    public static RecordedTraffic None(DateTimeOffset now)
    {
        var traffic = new RecordedTraffic();
        traffic.Counts.Since = now;
        return traffic;
    }

    /// <summary>Reads a log as it is now.</summary>
    /// <param name="since">What is older is not read.</param>
    public static RecordedTraffic Read(LedgerReader ledger, DateTimeOffset since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var traffic = new RecordedTraffic();
        traffic.CatchUp(ledger, since, long.MaxValue, cancellationToken);
        return traffic;
    }

    /// <summary>Reads what the log has got since the last time, and further back what was not read yet.</summary>
    /// <param name="since">What is older is left out, and forgotten.</param>
    /// <param name="most">Most entries that are read, the newest first; how far back that reaches is said by the counts.</param>
    public void CatchUp(LedgerReader ledger, DateTimeOffset since, long most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var size = ledger.Size;
        var from = Math.Max(ledger.First.Value, size - Math.Min(most, size));
        if (!_hasRead || from > _next)
        {
            // Where more came than is read at once, there would be a gap: it is read anew, from the newest back.
            (Counts, Kinds) = (new OrderTraffic(), Kinds.Anew());
            (_hasRead, _isWhole, _first, _next, _oldest) = (true, false, size, size, DateTimeOffset.MaxValue);
        }

        Counts.Forget(since);
        Kinds.Forget(since);
        var before = _next;
        Read(ledger, before, size, since, cancellationToken);
        _next = size;
        var left = most - (size - before);
        if (!_isWhole && left > 0)
        {
            var back = Math.Max(ledger.First.Value, _first - Math.Min(left, _first));
            _isWhole = Read(ledger, back, _first, since, cancellationToken) || back == 0;
            _first = back;
        }

        // What was pruned was not counted either.
        Counts.Since = _isWhole || _oldest < since ? since : _oldest == DateTimeOffset.MaxValue ? since : _oldest;
    }

    /// <returns>Whether an entry is older than what is wanted: none before it is wanted either.</returns>
    private bool Read(LedgerReader ledger, long from, long before, DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var (index, entry) in ledger.NewestFirst(new EntryIndex(from), before, cancellationToken))
        {
            if (TrafficReader.Read(entry, out var useCase, out var deployment) is not { } time)
            {
                continue;
            }

            if (time < since - TrafficReader.LongestWait)
            {
                return true;
            }

            _oldest = time < _oldest ? time : _oldest;
            if (useCase is not null && deployment is not null && time >= since)
            {
                Counts.Add(useCase, deployment, time);
                Kinds.Add(index.Value, time, useCase, deployment, entry);
            }
        }

        return false;
    }
}
