using System.Globalization;

namespace Concordat.Configuration;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>2m</c>, <c>1h</c>, <c>30d</c>.</summary>
internal static class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        // Seven digits of the largest unit still fit a TimeSpan.
        if (digits is 0 or > 8 || (digits > 7 && text.EndsWith('d')) || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var unit = text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        duration = unit * count;
        return unit > TimeSpan.Zero;
    }

    /// <summary>Writes the largest unit that divides the duration evenly.</summary>
    public static string Format(TimeSpan duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        return milliseconds switch
        {
            _ when milliseconds % 1000 != 0 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms"),
            _ when milliseconds % 60_000 != 0 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}s"),
            _ when milliseconds % 3_600_000 != 0 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000}m"),
            _ when milliseconds % 86_400_000 != 0 || milliseconds == 0 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 3_600_000}h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 86_400_000}d"),
        };
    }
}
