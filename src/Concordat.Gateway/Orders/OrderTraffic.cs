using System.Globalization;
using System.Text.Json;
using Concordat.Ledger;

namespace Concordat.Gateway.Orders;

/// <summary>Counts recorded decisions by use case and deployment, from the newest back to a date.</summary>
public sealed class OrderTraffic
{
    private const int Chunk = 4096;
    private readonly Dictionary<(string UseCase, string Deployment), (long Count, DateTimeOffset Last)> _uses = [];
    private DateTimeOffset? _oldest;

    /// <summary>From when on decisions were counted.</summary>
    public DateTimeOffset Since { get; private set; }

    public (long Count, DateTimeOffset? Last) Of(string useCase, string deployment) =>
        _uses.TryGetValue((useCase, deployment), out var found) ? (found.Count, found.Last) : (0, null);

    /// <summary>Where nothing was recorded yet.</summary>
    public static OrderTraffic None(DateTimeOffset since) => new() { Since = since };

    /// <param name="most">Most entries that are read; the newest ones.</param>
    public static OrderTraffic Read(LedgerReader ledger, DateTimeOffset since, CancellationToken cancellationToken, long most = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var traffic = new OrderTraffic { Since = since };
        var left = most;
        for (var end = ledger.Size; end > ledger.First.Value;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left <= 0)
            {
                // what was not read is not counted: say from when on it was
                traffic.Since = traffic._oldest ?? since;
                break;
            }

            var first = Math.Max(ledger.First.Value, end - Math.Min(Chunk, left));
            left -= end - first;
            var isOver = false;
            foreach (var entry in ledger.ReadEntries(new EntryIndex(first), (int)(end - first)))
            {
                isOver |= !traffic.Add(entry, since);
            }

            if (isOver)
            {
                break;
            }

            end = first;
        }

        return traffic;
    }

    // False for an entry from before that date. Entries of the library's own users need not be JSON.
    private bool Add(byte[] entry, DateTimeOffset since)
    {
        try
        {
            using var parsed = JsonDocument.Parse(entry);
            var root = parsed.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("time", out var text)
                || !DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return true;
            }

            _oldest = _oldest < time ? _oldest : time;
            if (time >= since && (root.GetProperty("type").ValueEquals("decision") || root.GetProperty("type").ValueEquals("shadow"))
                && root.TryGetProperty("deployment", out var deployment) && root.TryGetProperty("use_case", out var useCase))
            {
                var key = (useCase.GetString()!, deployment.GetString()!);
                var (count, last) = _uses.GetValueOrDefault(key);
                _uses[key] = (count + 1, time > last ? time : last);
            }

            return time >= since;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
