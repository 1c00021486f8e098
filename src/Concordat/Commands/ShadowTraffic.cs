using System.Globalization;
using System.Text.Json;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary>Adds up the comparisons that a ledger holds.</summary>
internal sealed class ShadowTraffic
{
    private const int Chunk = 4096;

    private readonly SortedDictionary<(string Candidate, string With), Sums> _sums = [];

    /// <param name="most">How many of the newest entries are read.</param>
    public static IReadOnlyList<ShadowReport> Read(LedgerReader ledger, long most, CancellationToken cancellationToken)
    {
        var traffic = new ShadowTraffic();
        for (var at = Math.Max(ledger.First.Value, ledger.Size - most); at < ledger.Size; at += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in ledger.ReadEntries(new EntryIndex(at), (int)Math.Min(Chunk, ledger.Size - at)))
            {
                traffic.Add(entry);
            }
        }

        return [.. traffic._sums.Select(pair => pair.Value.Report(pair.Key.Candidate, pair.Key.With))];
    }

    // Entries of the library's own users need not be JSON.
    private void Add(byte[] entry)
    {
        if (entry.AsSpan().IndexOf("\"type\":\"comparison\""u8) < 0)
        {
            return;
        }

        try
        {
            using var parsed = JsonDocument.Parse(entry);
            var root = parsed.RootElement;
            if (root.GetProperty("type").GetString() != "comparison")
            {
                return;
            }

            var comparison = root.GetProperty("facts").GetProperty("comparison");
            var key = (root.GetProperty("deployment").GetString()!, comparison.GetProperty("with").GetString()!);
            if (!_sums.TryGetValue(key, out var sums))
            {
                _sums[key] = sums = new Sums();
            }

            sums.Add(comparison);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // It is nobody's comparison.
        }
    }

    private sealed class Sums
    {
        private readonly long[] _counts = new long[6];
        private (decimal Sum, long Count) _length;
        private (decimal Sum, long Count) _firstByte;
        private decimal _cost;
        private decimal _otherCost;

        public void Add(JsonElement comparison)
        {
            string[] names = ["agrees", "answered", "same_verdict", "same_calls", "same_end"];
            for (var i = 0; i < names.Length; i++)
            {
                _counts[i] += comparison.GetProperty(names[i]).GetBoolean() ? 1 : 0;
            }

            _counts[^1]++;
            _length = Mean(_length, comparison, "length");
            _firstByte = Mean(_firstByte, comparison, "first_byte");

            // Only where both are known can they be compared.
            if (Money(comparison, "cost") is { } cost && Money(comparison, "other_cost") is { } other)
            {
                (_cost, _otherCost) = (_cost + cost, _otherCost + other);
            }
        }

        public ShadowReport Report(string candidate, string with) => new(
            candidate, with, _counts[^1], _counts[0], _counts[1], _counts[2], _counts[3], _counts[4], Of(_length), Of(_firstByte), _cost, _otherCost);

        private static decimal? Of((decimal Sum, long Count) mean) => mean.Count == 0 ? null : decimal.Round(mean.Sum / mean.Count / 1000, 3);

        private static (decimal Sum, long Count) Mean((decimal Sum, long Count) mean, JsonElement comparison, string name) =>
            comparison.TryGetProperty(name, out var value) ? (mean.Sum + value.GetInt64(), mean.Count + 1) : mean;

        private static decimal? Money(JsonElement comparison, string name) =>
            comparison.TryGetProperty(name, out var value) && decimal.TryParse(value.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }
}
