using System.Buffers.Text;
using System.Globalization;

namespace Concordat.Signing.Json;

/// <summary>Writes a double the way ECMAScript's Number.prototype.toString does (RFC 8785, section 3.2.2.3).</summary>
internal static class EcmaScriptNumber
{
    /// <summary>More characters than any double needs.</summary>
    public const int MaxLength = 32;

    /// <summary>Writes ASCII to <paramref name="output"/> (at least <see cref="MaxLength"/> bytes) and returns its length.</summary>
    public static int Format(double value, Span<byte> output)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no such number");
        }

        if (value == 0)
        {
            output[0] = (byte)'0'; // negative zero too
            return 1;
        }

        Span<byte> digits = stackalloc byte[MaxLength];
        var (count, point) = ShortestDigits(Math.Abs(value), digits);
        digits = digits[..count];

        var writer = new AsciiWriter(output);
        if (value < 0)
        {
            writer.Write((byte)'-');
        }

        if (count <= point && point <= 21)
        {
            writer.Write(digits);
            writer.Repeat((byte)'0', point - count);
        }
        else if (point is > 0 and <= 21)
        {
            writer.Write(digits[..point]);
            writer.Write((byte)'.');
            writer.Write(digits[point..]);
        }
        else if (point is > -6 and <= 0)
        {
            writer.Write("0."u8);
            writer.Repeat((byte)'0', -point);
            writer.Write(digits);
        }
        else
        {
            WriteExponential(ref writer, digits, point - 1);
        }

        return writer.Length;
    }

    private static void WriteExponential(ref AsciiWriter writer, scoped ReadOnlySpan<byte> digits, int exponent)
    {
        writer.Write(digits[0]);
        if (digits.Length > 1)
        {
            writer.Write((byte)'.');
            writer.Write(digits[1..]);
        }

        writer.Write(exponent < 0 ? "e-"u8 : "e+"u8);
        writer.Write(Math.Abs(exponent));
    }

    /// <summary>The shortest digits that read back as the value, and where the decimal point stands relative to their start.</summary>
    private static (int Count, int Point) ShortestDigits(double value, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        if (!value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("a double did not fit its buffer");
        }

        ReadOnlySpan<byte> mantissa = text[..length];
        var exponent = 0;
        var e = mantissa.IndexOf((byte)'E');
        if (e >= 0)
        {
            var exponentText = mantissa[(e + 1)..];
            if (exponentText[0] == (byte)'+')
            {
                exponentText = exponentText[1..];
            }

            _ = Utf8Parser.TryParse(exponentText, out exponent, out _);
            mantissa = mantissa[..e];
        }

        var count = 0;
        var pointAt = -1;
        foreach (var c in mantissa)
        {
            if (c == (byte)'.')
            {
                pointAt = count;
            }
            else
            {
                digits[count++] = c;
            }
        }

        var point = (pointAt < 0 ? count : pointAt) + exponent;
        var leading = digits[..count].IndexOfAnyExcept((byte)'0');
        digits[leading..count].CopyTo(digits);
        count = digits[..(count - leading)].LastIndexOfAnyExcept((byte)'0') + 1;
        return (count, point - leading);
    }

    private ref struct AsciiWriter(Span<byte> output)
    {
        private readonly Span<byte> _output = output;

        public int Length { get; private set; }

        public void Write(byte value) => _output[Length++] = value;

        public void Write(scoped ReadOnlySpan<byte> value)
        {
            value.CopyTo(_output[Length..]);
            Length += value.Length;
        }

        public void Write(int value)
        {
            _ = value.TryFormat(_output[Length..], out var written, default, CultureInfo.InvariantCulture);
            Length += written;
        }

        public void Repeat(byte value, int count)
        {
            _output.Slice(Length, count).Fill(value);
            Length += count;
        }
    }
}
