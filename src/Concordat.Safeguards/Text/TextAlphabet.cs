namespace Concordat.Safeguards.Text;

/// <summary>An encoding of bytes by letters, a fixed number of bits each.</summary>
internal sealed class TextAlphabet
{
    /// <summary>RFC 4648 base64 and base64url.</summary>
    public static readonly TextAlphabet Base64 = new(6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", ('-', '+'), ('_', '/'));

    /// <summary>RFC 4648 base32, in either case.</summary>
    public static readonly TextAlphabet Base32 = new(5, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

    /// <summary>Hexadecimal, in either case.</summary>
    public static readonly TextAlphabet Hex = new(4, "0123456789ABCDEF");

    private readonly sbyte[] _values = new sbyte[256];

    private TextAlphabet(int bits, string letters, params (char Also, char As)[] twins)
    {
        Bits = bits;
        Array.Fill(_values, (sbyte)-1);
        for (var i = 0; i < letters.Length; i++)
        {
            _values[letters[i]] = (sbyte)i;
            if (bits < 6 && char.IsAsciiLetterUpper(letters[i]))
            {
                _values[char.ToLowerInvariant(letters[i])] = (sbyte)i;
            }
        }

        foreach (var (also, @as) in twins)
        {
            _values[also] = _values[@as];
        }
    }

    /// <summary>Bits that a letter carries.</summary>
    public int Bits { get; }

    /// <summary>Value of a letter, or -1.</summary>
    public int Value(byte letter) => _values[letter];

    /// <summary>Decodes as many whole bytes as the letters give; -1 when one of them is no letter.</summary>
    public int Decode(ReadOnlySpan<byte> letters, Span<byte> target)
    {
        var (bits, count, length) = (0, 0, 0);
        foreach (var letter in letters)
        {
            var value = _values[letter];
            if (value < 0)
            {
                return -1;
            }

            bits = ((bits << Bits) | (byte)value) & 0xFFFF;
            count += Bits;
            if (count >= 8)
            {
                count -= 8;
                target[length++] = (byte)((bits >> count) & 0xFF);
            }
        }

        return length;
    }
}
