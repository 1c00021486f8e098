using System.Globalization;
using System.Text;

namespace Concordat.Cedar.Syntax;

/// <summary>Reading and writing of Cedar's string literals and names.</summary>
internal static class CedarText
{
    /// <summary>Writes a string literal, quotes included.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': quoted.Append("\\\""); break;
                case '\\': quoted.Append("\\\\"); break;
                case '\n': quoted.Append("\\n"); break;
                case '\r': quoted.Append("\\r"); break;
                case '\t': quoted.Append("\\t"); break;
                case 0: quoted.Append("\\0"); break;
                case < 0x20 or 0x7F or (>= 0x80 and < 0xA0) or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E)
                    or (>= 0x2060 and <= 0x206F) or 0xFEFF:
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
                    break;
                default: quoted.Append(rune); break;
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Reads the escapes of a string literal's content.</summary>
    /// <param name="raw">Text between the quotes.</param>
    /// <param name="wildcards">For a pattern: receives where in the value wildcards stand; then <c>\*</c> is allowed.</param>
    /// <param name="value">The text meant.</param>
    /// <param name="faultAt">Offset of the first faulty escape.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static bool TryUnescape(ReadOnlySpan<char> raw, List<int>? wildcards, out string value, out int faultAt, out string fault)
    {
        (faultAt, fault, value) = (0, "", "");
        if (raw.IndexOfAny('\\', '\r') < 0 && wildcards is null)
        {
            value = raw.ToString();
            return true;
        }

        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c == '\r')
            {
                (faultAt, fault) = (i, "a bare carriage return is not allowed in a string");
                return false;
            }

            if (c != '\\')
            {
                Append(text, c, wildcards);
                continue;
            }

            faultAt = i++;
            if (i >= raw.Length)
            {
                fault = "the text ends within an escape";
                return false;
            }

            if (wildcards is not null && raw[i] == '*')
            {
                text.Append('*');
                continue;
            }

            if (!TryEscape(raw, ref i, out var scalar, out fault))
            {
                return false;
            }

            if (scalar < 0x80)
            {
                Append(text, (char)scalar, wildcards);
            }
            else
            {
                text.Append(new Rune(scalar));
            }
        }

        value = text.ToString();
        return true;
    }

    private static void Append(StringBuilder text, char c, List<int>? wildcards)
    {
        if (c == '*' && wildcards is not null)
        {
            wildcards.Add(text.Length);
        }
        else
        {
            text.Append(c);
        }
    }

    private static bool TryEscape(ReadOnlySpan<char> raw, ref int i, out int scalar, out string fault)
    {
        fault = "";
        scalar = raw[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '\\' => '\\', '0' => 0, '\'' => '\'', '"' => '"', _ => -1 };
        switch (raw[i])
        {
            case 'x':
                if (raw.Length - i < 3 || !TryHex(raw.Slice(i + 1, 2), out scalar) || scalar > 0x7F)
                {
                    fault = "`\\x` needs two hexadecimal digits, at most `\\x7f`";
                    return false;
                }

                i += 2;
                return true;
            case 'u':
                var close = raw[i..].IndexOf('}');
                if (close < 0 || raw[i + 1] != '{' || !TryHex(Digits(raw.Slice(i + 2, close - 2)), out scalar) || !Rune.IsValid(scalar))
                {
                    fault = "`\\u` needs one to six hexadecimal digits in braces that name a Unicode scalar value, such as `\\u{1f6f0}`";
                    return false;
                }

                i += close;
                return true;
            default:
                fault = $"unknown escape `\\{raw[i]}`";
                return scalar >= 0;
        }
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> digits) =>
        digits.StartsWith("_") || digits.IndexOf('_') < 0 ? digits : digits.ToString().Replace("_", "", StringComparison.Ordinal);

    private static bool TryHex(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        return digits.Length is > 0 and <= 6 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Whether the text can stand as an identifier, reserved words included.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the text is a name such as <c>A::B</c>, without spaces.</summary>
    public static bool IsTypeName(string text)
    {
        foreach (var part in text.Split("::"))
        {
            if (!IsIdentifier(part) || IsReserved(part))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the text can name an attribute or action without quotes.</summary>
    public static bool IsPlainName(string text) => IsIdentifier(text) && !IsReserved(text);

    /// <summary>Words that cannot name an attribute, type or namespace without quotes.</summary>
    public static bool IsReserved(string word) =>
        word is "true" or "false" or "if" or "then" or "else" or "in" or "is" or "like" or "has" or "__cedar";
}
