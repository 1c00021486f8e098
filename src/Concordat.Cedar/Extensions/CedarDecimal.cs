using System.Globalization;

namespace Concordat.Cedar.Extensions;

/// <summary>Fixed-point numbers with four decimal places, held in ten-thousandths.</summary>
internal static class CedarDecimal
{
    private const int Places = 4;

    public static bool TryParse(string text, out long tenThousandths, out string fault)
    {
        (tenThousandths, fault) = (0, "");
        var isNegative = text.StartsWith('-');
        var body = text.AsSpan(isNegative ? 1 : 0);
        var dot = body.IndexOf('.');
        if (dot <= 0 || dot == body.Length - 1 || !IsDigits(body[..dot]) || !IsDigits(body[(dot + 1)..]))
        {
            fault = "a decimal is written with digits on both sides of a point, such as `12.34`";
            return false;
        }

        var fraction = body[(dot + 1)..];
        if (fraction.Length > Places)
        {
            fault = $"a decimal has at most {Places} digits after the point";
            return false;
        }

        if (!Int128.TryParse(body[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var whole) || whole > long.MaxValue)
        {
            fault = "the decimal is too large";
            return false;
        }

        var scaled = (whole * 10_000) + int.Parse(fraction.ToString().PadRight(Places, '0'), CultureInfo.InvariantCulture);
        scaled = isNegative ? -scaled : scaled;
        if (scaled < long.MinValue || scaled > long.MaxValue)
        {
            fault = "the decimal is too large";
            return false;
        }

        tenThousandths = (long)scaled;
        return true;
    }

    public static string Format(long tenThousandths)
    {
        var magnitude = Int128.Abs(tenThousandths);
        var fraction = ((int)(magnitude % 10_000)).ToString("D4", CultureInfo.InvariantCulture).TrimEnd('0');
        var sign = tenThousandths < 0 ? "-" : "";
        return $"{sign}{(long)(magnitude / 10_000)}.{(fraction.Length == 0 ? "0" : fraction)}";
    }

    internal static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
