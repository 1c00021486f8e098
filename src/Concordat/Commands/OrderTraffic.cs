using System.Globalization;
using System.Text.Json;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary>Counts recorded decisions by use case and deployment, from the newest back to a date.</summary>
internal sealed class OrderTraffic
{
    private const int Chunk = 4096;
    private readonly Dictionary<(string UseCase, string Deployment), (long Count, DateTimeOffset Last)> _uses = [];

    public (long Count, DateTimeOffset? Last) Of(string useCase, string deployment) =>
        _uses.TryGetValue((useCase, deployment), out var found) ? (found.Count, found.Last) : (0, null);

    public static OrderTraffic Read(LedgerReader ledger, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var traffic = new OrderTraffic();
        for (var end = ledger.Size; end > ledger.First.Value;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = Math.Max(ledger.First.Value, end - Chunk);
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

            if (time >= since && root.GetProperty("type").ValueEquals("decision")
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
