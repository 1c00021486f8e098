using System.Text.Json;
using Concordat.Ledger;
using Concordat.Oversight.Candidates;

namespace Concordat.Gateway.Shadow;

/// <summary>Adds up the comparisons that a ledger holds.</summary>
public sealed class ShadowTraffic
{
    private readonly Dictionary<(string Candidate, string With, string UseCase), ShadowSums> _sums = [];

    /// <summary>How many entries were read.</summary>
    public long Entries { get; private set; }

    /// <summary>Reads the newest entries of a ledger.</summary>
    /// <param name="ledger">It is not written to.</param>
    /// <param name="most">How many of the newest entries are read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static ShadowTraffic Read(LedgerReader ledger, long most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var first = Math.Max(ledger.First.Value, ledger.Size - most);
        var traffic = new ShadowTraffic { Entries = Math.Max(ledger.Size - first, 0) };
        foreach (var (_, entry) in ledger.NewestFirst(new EntryIndex(first), cancellationToken))
        {
            traffic.Add(entry);
        }

        return traffic;
    }

    /// <summary>The figures, by candidate and by the deployment that it was compared with.</summary>
    /// <param name="useCase">Of whose requests alone; null for all.</param>
    public IReadOnlyList<ShadowReport> Reports(string? useCase = null) =>
    [
        .. _sums.Where(pair => useCase is null || pair.Key.UseCase.Equals(useCase, StringComparison.Ordinal))
            .GroupBy(static pair => (pair.Key.Candidate, pair.Key.With), static pair => pair.Value)
            .OrderBy(static group => group.Key.Candidate, StringComparer.Ordinal).ThenBy(static group => group.Key.With, StringComparer.Ordinal)
            .Select(static group => ShadowSums.Of(group).Report(group.Key.Candidate, group.Key.With)),
    ];

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
            var useCase = root.TryGetProperty("use_case", out var named) ? named.GetString() ?? "" : "";
            var key = (root.GetProperty("deployment").GetString()!, comparison.GetProperty("with").GetString()!, useCase);
            if (!_sums.TryGetValue(key, out var sums))
            {
                _sums[key] = sums = new ShadowSums();
            }

            sums.Add(comparison);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // It is nobody's comparison.
        }
    }
}
