using System.Buffers;

namespace Concordat.Safeguards.Text;

/// <summary>The escapes that write a character by other characters: percent, HTML entities, backslashes of JSON and programs.</summary>
internal static class EscapeSyntax
{
    /// <summary>The text ends before it can be told.</summary>
    public const int Undecided = -1;

    /// <summary>Longest escape, a surrogate pair or a named entity.</summary>
    public const int MaxLength = 34;

    /// <summary>The bytes that begin an escape.</summary>
    public static readonly SearchValues<byte> Signs = SearchValues.Create("%&\\"u8);

    /// <summary>Reads the escape at the start of the text.</summary>
    /// <param name="text">Starts with one of <see cref="Signs"/>.</param>
    /// <param name="value">The character, or the byte when <paramref name="octet"/> is set.</param>
    /// <param name="octet">The escape stands for one byte of UTF-8, not for a character.</param>
    /// <returns>Its length; 0 when it is none; <see cref="Undecided"/>.</returns>
    public static int Match(ReadOnlySpan<byte> text, out int value, out bool octet)
    {
        value = 0;
        octet = false;
        return text.Length < 2 ? Undecided : text[0] switch
        {
            (byte)'%' => MatchPercent(text, out value, out octet),
            (byte)'&' => MatchEntity(text, out value),
            (byte)'\\' => MatchBackslash(text, out value, out octet),
            _ => 0,
        };
    }

    private static int MatchPercent(ReadOnlySpan<byte> text, out int value, out bool octet)
    {
        octet = text[1] != 'u';
        return octet ? Hex(text, 1, 2, out value) : Hex(text, 2, 4, out value);
    }

    private static int MatchEntity(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text[1] != '#')
        {
            return HtmlEntities.Match(text, out value);
        }

        if (text.Length < 3)
        {
            return Undecided;
        }

        var hexadecimal = (text[2] | 0x20) == 'x';
        var from = hexadecimal ? 3 : 2;
        var at = from;
        while (at < text.Length && at - from < 8 && Digit(text[at], hexadecimal ? 16 : 10) is >= 0 and var digit)
        {
            value = Math.Min(0x110000, (value * (hexadecimal ? 16 : 10)) + digit);
            at++;
        }

        return at >= text.Length ? Undecided : at == from ? 0 : text[at] == ';' ? at + 1 : at;
    }

    private static int MatchBackslash(ReadOnlySpan<byte> text, out int value, out bool octet)
    {
        octet = false;
        value = (char)text[1] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' or 'f' => ' ',
            '"' or '\'' or '/' or '\\' => text[1],
            _ => -1,
        };
        if (value >= 0)
        {
            return 2;
        }

        switch ((char)text[1])
        {
            case 'x':
                octet = true;
                return Hex(text, 2, 2, out value);
            case 'U':
                return Hex(text, 2, 8, out value);
            case 'u':
                return text.Length > 2 && text[2] == '{' ? Braced(text, out value) : Utf16(text, out value);
            case >= '0' and <= '3':
                octet = true;
                return Octal(text, out value);
            default:
                return 0;
        }
    }

    private static int Utf16(ReadOnlySpan<byte> text, out int value)
    {
        var length = Hex(text, 2, 4, out value);
        if (length <= 0 || !char.IsHighSurrogate((char)value))
        {
            return length;
        }

        var rest = text[length..];
        if (!(rest.Length < 2 ? "\\u"u8.StartsWith(rest) : rest.StartsWith("\\u"u8)))
        {
            return length;
        }

        var second = rest.Length < 2 ? Undecided : Hex(rest, 2, 4, out var low) is > 0 && char.IsLowSurrogate((char)low) ? 6 : rest.Length < 6 ? Undecided : 0;
        if (second <= 0)
        {
            return second == Undecided ? Undecided : length;
        }

        _ = Hex(rest, 2, 4, out var unit);
        value = char.ConvertToUtf32((char)value, (char)unit);
        return length + second;
    }

    private static int Braced(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        for (var at = 3; at < Math.Min(text.Length, 11); at++)
        {
            if (text[at] == '}')
            {
                return at > 3 ? at + 1 : 0;
            }

            var digit = Digit(text[at], 16);
            if (digit < 0)
            {
                return 0;
            }

            value = Math.Min(0x110000, (value * 16) + digit);
        }

        return text.Length < 11 ? Undecided : 0;
    }

    private static int Octal(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        for (var at = 1; at < 4; at++)
        {
            if (at >= text.Length)
            {
                return Undecided;
            }

            var digit = Digit(text[at], 8);
            if (digit < 0)
            {
                return 0;
            }

            value = (value * 8) + digit;
        }

        return 4;
    }

    private static int Hex(ReadOnlySpan<byte> text, int from, int count, out int value)
    {
        value = 0;
        for (var at = from; at < from + count; at++)
        {
            if (at >= text.Length)
            {
                return Undecided;
            }

            var digit = Digit(text[at], 16);
            if (digit < 0)
            {
                return 0;
            }

            value = Math.Min(0x110000, (value * 16) + digit);
        }

        return from + count;
    }

    private static int Digit(byte b, int radix)
    {
        var digit = char.IsAsciiDigit((char)b) ? b - '0' : char.IsAsciiHexDigit((char)b) ? (b | 0x20) - 'a' + 10 : -1;
        return digit < radix ? digit : -1;
    }
}
