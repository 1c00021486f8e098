using System.Globalization;

namespace Concordat.Cedar.Extensions;

/// <summary>Lengths of time, in milliseconds.</summary>
internal static class CedarDuration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public static bool TryParse(string text, out long milliseconds)
    {
        milliseconds = 0;
        var isNegative = text.StartsWith('-');
        var rest = text.AsSpan(isNegative ? 1 : 0);
        if (rest.IsEmpty)
        {
            return false;
        }

        Int128 total = 0;
        foreach (var (unit, factor) in Units)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
            {
                continue;
            }

            var length = rest[digits..].IndexOfAnyInRange('0', '9');
            var found = length < 0 ? rest[digits..] : rest.Slice(digits, length);
            if (!found.SequenceEqual(unit))
            {
                continue;
            }

            if (!long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var quantity))
            {
                return false;
            }

            total += (Int128)quantity * factor;
            rest = rest[(digits + unit.Length)..];
        }

        total = isNegative ? -total : total;
        if (!rest.IsEmpty || total < long.MinValue || total > long.MaxValue)
        {
            return false;
        }

        milliseconds = (long)total;
        return true;
    }

    public static string Format(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
}
