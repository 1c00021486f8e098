using System.Buffers;
using System.Buffers.Text;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Finds a pair of decimal degrees, or degrees and minutes with compass letters.</summary>
internal static class CoordinateInspector
{
    private const int _maxGap = 24;
    private const int _minDecimals = 3;

    private static readonly SearchValues<byte> _gapBytes = SearchValues.Create(" ,;/()-+\x01NSEWnsew"u8);

    public static void Inspect(Findings findings, ReadOnlySpan<byte> window)
    {
        if (HasDegrees(window) || HasDecimalPair(window))
        {
            findings.AddCoordinates();
        }
    }

    /// <summary>Two degree signs, or one number each with compass letters: 38°53'52"N 77°02'12"W.</summary>
    private static bool HasDegrees(ReadOnlySpan<byte> window)
    {
        var degree = window.IndexOf(CanonicalTable.Degree);
        if (degree < 1 || !(char.IsAsciiDigit((char)window[degree - 1]) || window[degree - 1] == ' '))
        {
            return false;
        }

        var rest = window[degree..];
        var north = rest.IndexOfAny("NSns"u8);
        var east = north < 0 ? -1 : rest[north..].IndexOfAny("EWew"u8);
        return east > 0 && rest.Slice(north, east).IndexOfAnyInRange((byte)'0', (byte)'9') > 0;
    }

    private static bool HasDecimalPair(ReadOnlySpan<byte> window)
    {
        var at = 0;
        var chain = 0;
        var isPair = false;
        var (previousValue, previousEnd) = (0d, 0);
        while (NextDecimal(window, ref at, out var start, out var end, out var value))
        {
            var gap = window[Math.Min(previousEnd, start)..start];
            var labelled = chain > 0 && gap.Length <= _maxGap && IsLabelled(gap);
            var near = labelled || (chain > 0 && gap.Length <= _maxGap && !gap.ContainsAnyExcept(_gapBytes));
            var plausible = near && Math.Abs(previousValue) <= 90 && Math.Abs(value) <= 180 && (Math.Abs(previousValue) >= 1 || Math.Abs(value) >= 1);
            if (plausible && labelled)
            {
                return true;
            }

            // exactly two plain numbers are a place; three or more in a row are a list
            if (!near && isPair)
            {
                return true;
            }

            chain = near ? chain + 1 : 1;
            isPair = chain == 2 && plausible;
            (previousValue, previousEnd) = (value, end);
        }

        return isPair;
    }

    private static bool NextDecimal(ReadOnlySpan<byte> window, ref int at, out int start, out int end, out double value)
    {
        while (at < window.Length)
        {
            if (!char.IsAsciiDigit((char)window[at]))
            {
                at++;
                continue;
            }

            start = at > 0 && window[at - 1] is (byte)'-' or (byte)'+' ? at - 1 : at;
            var open = start == 0 || !(char.IsAsciiLetterOrDigit((char)window[start - 1]) || window[start - 1] is (byte)'.' or (byte)'$');
            var whole = at;
            at = SkipDigits(window, at);
            var dot = at;
            if (at < window.Length && window[at] == '.')
            {
                at = SkipDigits(window, at + 1);
            }

            end = at;
            if (open && dot - whole <= 3 && end - dot - 1 >= _minDecimals && !(end < window.Length && window[end] is (byte)'.' or (byte)'%')
                && Utf8Parser.TryParse(window[whole..end], out value, out _))
            {
                return true;
            }
        }

        (start, end, value) = (0, 0, 0);
        return false;
    }

    private static int SkipDigits(ReadOnlySpan<byte> window, int at)
    {
        while (at < window.Length && char.IsAsciiDigit((char)window[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>A name for longitude stands between the two numbers.</summary>
    private static bool IsLabelled(ReadOnlySpan<byte> gap)
    {
        for (var i = 0; i + 3 <= gap.Length; i++)
        {
            if ((gap[i] | 0x20) == 'l' && (((gap[i + 1] | 0x20) == 'o' && (gap[i + 2] | 0x20) == 'n') || ((gap[i + 1] | 0x20) == 'n' && (gap[i + 2] | 0x20) == 'g')))
            {
                return true;
            }
        }

        return false;
    }
}
