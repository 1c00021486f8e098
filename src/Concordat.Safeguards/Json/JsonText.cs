using System.Text;

namespace Concordat.Safeguards.Json;

/// <summary>Reads the text of a JSON string that the strict reader already validated.</summary>
internal static class JsonText
{
    /// <summary>Decodes the escape sequence at the start of <paramref name="raw"/>; returns the scalar and how many bytes the sequence takes.</summary>
    public static Rune DecodeEscape(ReadOnlySpan<byte> raw, out int consumed)
    {
        consumed = 2;
        switch (raw[1])
        {
            case (byte)'b': return new Rune('\b');
            case (byte)'f': return new Rune('\f');
            case (byte)'n': return new Rune('\n');
            case (byte)'r': return new Rune('\r');
            case (byte)'t': return new Rune('\t');
            case (byte)'u':
                consumed = 6;
                var unit = Hex4(raw[2..]);
                if (!char.IsHighSurrogate((char)unit))
                {
                    return new Rune((char)unit);
                }

                consumed = 12;
                return new Rune((char)unit, (char)Hex4(raw[8..]));
            default: return new Rune((char)raw[1]);
        }
    }

    /// <summary>Value of four hexadecimal digits, or -1.</summary>
    public static int Hex4(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 4)
        {
            return -1;
        }

        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var b = digits[i];
            var nibble = char.IsAsciiHexDigit((char)b) ? (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10) : -1;
            if (nibble < 0)
            {
                return -1;
            }

            value = (value << 4) | nibble;
        }

        return value;
    }

    /// <summary>Writes the unescaped text; the target must be as long as <paramref name="raw"/>.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var next = raw.IndexOf((byte)'\\');
            if (next < 0)
            {
                raw.CopyTo(target[written..]);
                return written + raw.Length;
            }

            raw[..next].CopyTo(target[written..]);
            written += next;
            var rune = DecodeEscape(raw[next..], out var consumed);
            written += rune.EncodeToUtf8(target[written..]);
            raw = raw[(next + consumed)..];
        }
    }

    public static ulong HashOf(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            return NameHash.Of(raw);
        }

        var buffer = new byte[raw.Length];
        return NameHash.Of(buffer.AsSpan(0, Unescape(raw, buffer)));
    }

    public static bool SameText(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return true;
        }

        if (!left.Contains((byte)'\\') && !right.Contains((byte)'\\'))
        {
            return false;
        }

        var a = new byte[left.Length];
        var b = new byte[right.Length];
        return a.AsSpan(0, Unescape(left, a)).SequenceEqual(b.AsSpan(0, Unescape(right, b)));
    }
}
