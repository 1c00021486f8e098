using System.Globalization;

namespace Concordat.Cedar.Extensions;

/// <summary>Instants, in milliseconds since 1970-01-01 UTC.</summary>
internal static class CedarDatetime
{
    public const long Day = 86_400_000;

    // 0000-01-01: the framework's calendar begins at year 1, and year 0 is a leap year of 366 days.
    private const int DaysOfYearZero = 366;

    public static bool TryParse(string text, out long milliseconds)
    {
        milliseconds = 0;
        var rest = text.AsSpan();
        if (!TryDigits(ref rest, 4, out var year) || !TryChar(ref rest, '-') || !TryDigits(ref rest, 2, out var month)
            || !TryChar(ref rest, '-') || !TryDigits(ref rest, 2, out var day) || !TryDay(year, month, day, out var days))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            milliseconds = days * Day;
            return true;
        }

        if (!TryChar(ref rest, 'T') || !TryDigits(ref rest, 2, out var hour) || !TryChar(ref rest, ':') || !TryDigits(ref rest, 2, out var minute)
            || !TryChar(ref rest, ':') || !TryDigits(ref rest, 2, out var second) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var fraction = 0;
        if (TryChar(ref rest, '.') && !TryDigits(ref rest, 3, out fraction))
        {
            return false;
        }

        if (!TryOffset(rest, out var offset))
        {
            return false;
        }

        milliseconds = (days * Day) + ((((hour * 60L) + minute) * 60L) + second) * 1000L + fraction - offset;
        return true;
    }

    public static string Format(long milliseconds)
    {
        var (days, time) = (Floor(milliseconds), Time(milliseconds));
        if (days < -719_528 || days > 2_932_896)
        {
            return string.Create(CultureInfo.InvariantCulture, $"1970-01-01+{milliseconds}ms");
        }

        // Year 0 lies before the framework's calendar; 400 years later has the same calendar.
        var date = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(days < -719_162 ? days + 146_097 : days);
        var year = days < -719_162 ? date.Year - 400 : date.Year;
        return string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{date:MM-dd}T{TimeSpan.FromMilliseconds(time):hh\\:mm\\:ss\\.fff}Z");
    }

    /// <summary>Milliseconds since midnight.</summary>
    public static long Time(long milliseconds) => ((milliseconds % Day) + Day) % Day;

    private static long Floor(long milliseconds) => (milliseconds / Day) - (milliseconds % Day < 0 ? 1 : 0);

    private static bool TryDay(int year, int month, int day, out long days)
    {
        days = 0;
        var calendarYear = year == 0 ? 400 : year;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(calendarYear, month))
        {
            return false;
        }

        days = new DateOnly(calendarYear, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        if (year == 0)
        {
            days = new DateOnly(400, month, day).DayNumber - new DateOnly(400, 1, 1).DayNumber - DaysOfYearZero - new DateOnly(1970, 1, 1).DayNumber;
        }

        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> rest, out long milliseconds)
    {
        milliseconds = 0;
        if (rest is "Z")
        {
            return true;
        }

        var isPositive = !rest.IsEmpty && rest[0] == '+';
        if (rest.IsEmpty || (!isPositive && rest[0] != '-'))
        {
            return false;
        }

        rest = rest[1..];
        if (!TryDigits(ref rest, 2, out var hour) || !TryDigits(ref rest, 2, out var minute) || !rest.IsEmpty || hour > 23 || minute > 59)
        {
            return false;
        }

        milliseconds = ((hour * 60L) + minute) * 60_000L * (isPositive ? 1 : -1);
        return true;
    }

    private static bool TryChar(ref ReadOnlySpan<char> rest, char c)
    {
        if (rest.IsEmpty || rest[0] != c)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool TryDigits(ref ReadOnlySpan<char> rest, int count, out int value)
    {
        value = 0;
        if (rest.Length < count || !CedarDecimal.IsDigits(rest[..count]))
        {
            return false;
        }

        value = int.Parse(rest[..count], CultureInfo.InvariantCulture);
        rest = rest[count..];
        return true;
    }
}
