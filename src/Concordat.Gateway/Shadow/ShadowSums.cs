using System.Globalization;
using System.Text.Json;
using Concordat.Oversight.Candidates;

namespace Concordat.Gateway.Shadow;

/// <summary>Comparisons of one candidate with one deployment, added up. Not thread-safe.</summary>
internal sealed class ShadowSums
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

    public static ShadowSums Of(IEnumerable<ShadowSums> parts)
    {
        var whole = new ShadowSums();
        foreach (var part in parts)
        {
            for (var i = 0; i < whole._counts.Length; i++)
            {
                whole._counts[i] += part._counts[i];
            }

            whole._length = (whole._length.Sum + part._length.Sum, whole._length.Count + part._length.Count);
            whole._firstByte = (whole._firstByte.Sum + part._firstByte.Sum, whole._firstByte.Count + part._firstByte.Count);
            (whole._cost, whole._otherCost) = (whole._cost + part._cost, whole._otherCost + part._otherCost);
        }

        return whole;
    }

    public ShadowReport Report(string candidate, string with) => new(
        candidate, with, _counts[^1], _counts[0], _counts[1], _counts[2], _counts[3], _counts[4], Of(_length), Of(_firstByte), _cost, _otherCost);

    private static decimal? Of((decimal Sum, long Count) mean) => mean.Count == 0 ? null : decimal.Round(mean.Sum / mean.Count / 1000, 3);

    private static (decimal Sum, long Count) Mean((decimal Sum, long Count) mean, JsonElement comparison, string name) =>
        comparison.TryGetProperty(name, out var value) ? (mean.Sum + value.GetInt64(), mean.Count + 1) : mean;

    private static decimal? Money(JsonElement comparison, string name) =>
        comparison.TryGetProperty(name, out var value) && decimal.TryParse(value.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
}
