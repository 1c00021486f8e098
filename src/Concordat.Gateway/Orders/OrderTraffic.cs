namespace Concordat.Gateway.Orders;

/// <summary>Counts of recorded decisions by use case, deployment and day. Not thread-safe.</summary>
public sealed class OrderTraffic
{
    private readonly Dictionary<(string UseCase, string Deployment), (SortedDictionary<long, long> Days, DateTimeOffset Last)> _uses = [];

    /// <summary>From when on decisions were counted.</summary>
    public DateTimeOffset Since { get; internal set; }

    public (long Count, DateTimeOffset? Last) Of(string useCase, string deployment) =>
        _uses.TryGetValue((useCase, deployment), out var found) && found.Days.Count > 0 ? (found.Days.Values.Sum(), found.Last) : (0, null);

    /// <summary>Leaves out the days that were over before a moment.</summary>
    internal void Forget(DateTimeOffset before)
    {
        var day = before.UtcTicks / TimeSpan.TicksPerDay;
        foreach (var (days, _) in _uses.Values)
        {
            while (days.Count > 0 && days.First().Key < day)
            {
                days.Remove(days.First().Key);
            }
        }
    }

    internal void Add(string useCase, string deployment, DateTimeOffset time)
    {
        var (days, last) = _uses.TryGetValue((useCase, deployment), out var found) ? found : ([], default);
        var day = time.UtcTicks / TimeSpan.TicksPerDay;
        days[day] = days.GetValueOrDefault(day) + 1;
        _uses[(useCase, deployment)] = (days, time > last ? time : last);
    }
}
