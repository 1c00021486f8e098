using System.Globalization;

namespace Concordat.Agreements.Linting;

/// <summary>The two ways in which agreements write time.</summary>
internal static class Dates
{
    public static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Reads <c>2026-11-01T00:00:00Z</c> and nothing else.</summary>
    public static bool TryInstant(string? text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
}
