using Concordat.Ledger;

namespace Concordat.Gateway.Orders;

/// <summary>
/// Counts recorded decisions by use case, deployment and day, and goes on where it ended: what was read once is not read again. Not thread-safe.
/// </summary>
public sealed class OrderTraffic
{
    private readonly Dictionary<(string UseCase, string Deployment), (SortedDictionary<long, long> Days, DateTimeOffset Last)> _uses = [];
    private readonly DateTimeOffset _since;
    private long _read;

    /// <param name="since">From when on decisions are counted; days that are over by <see cref="Forget"/> are not any more.</param>
    public OrderTraffic(DateTimeOffset since) => Since = _since = since;

    /// <summary>From when on decisions were counted.</summary>
    public DateTimeOffset Since { get; private set; }

    public (long Count, DateTimeOffset? Last) Of(string useCase, string deployment) =>
        _uses.TryGetValue((useCase, deployment), out var found) && found.Days.Count > 0 ? (found.Days.Values.Sum(), found.Last) : (0, null);

    /// <summary>Counts a log as it is now.</summary>
    public static OrderTraffic Read(LedgerReader ledger, DateTimeOffset since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var traffic = new OrderTraffic(since);
        traffic.CatchUp(ledger, long.MaxValue, cancellationToken);
        return traffic;
    }

    /// <summary>Counts what the log has got since the last time.</summary>
    /// <param name="most">Most entries that are read, the newest ones; what is left out is not counted, and <see cref="Since"/> says so.</param>
    public void CatchUp(LedgerReader ledger, long most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var from = Math.Max(Math.Max(_read, ledger.First.Value), ledger.Size - Math.Min(most, ledger.Size));
        if (from > _read && _read > 0)
        {
            _uses.Clear(); // there would be a gap
        }

        DateTimeOffset? oldest = null;
        foreach (var (_, entry) in ledger.NewestFirst(new EntryIndex(from), cancellationToken))
        {
            if (TrafficReader.Read(entry, out var useCase, out var deployment) is not { } time)
            {
                continue;
            }

            oldest = oldest < time ? oldest : time;
            Add(useCase, deployment, time);
            if (time < _since - TrafficReader.LongestWait)
            {
                break;
            }
        }

        if (from > _read && from > ledger.First.Value)
        {
            Since = oldest is { } began && began > _since ? began : Since;
        }

        _read = ledger.Size;
    }

    /// <summary>Leaves out what was before a day.</summary>
    public void Forget(DateTimeOffset before)
    {
        var day = before.UtcTicks / TimeSpan.TicksPerDay;
        foreach (var (days, _) in _uses.Values)
        {
            while (days.Count > 0 && days.First().Key < day)
            {
                days.Remove(days.First().Key);
            }
        }

        var start = new DateTimeOffset(day * TimeSpan.TicksPerDay, TimeSpan.Zero);
        Since = Since < start ? start : Since;
    }

    private void Add(string? useCase, string? deployment, DateTimeOffset time)
    {
        if (useCase is null || deployment is null || time < _since)
        {
            return;
        }

        var (days, last) = _uses.TryGetValue((useCase, deployment), out var found) ? found : ([], default);
        var day = time.UtcTicks / TimeSpan.TicksPerDay;
        days[day] = days.GetValueOrDefault(day) + 1;
        _uses[(useCase, deployment)] = (days, time > last ? time : last);
    }
}
