using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Concordat.Ledger.Entries;

/// <summary>The form of a string: hex digits of a known length, decided without a regular expression, or any pattern.</summary>
internal sealed class StringPattern
{
    private const string HexBegin = "^[0-9a-f]{";
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly string _source;
    private readonly int _hexLength;
    private readonly Regex? _regex;

    public StringPattern(string source)
    {
        _source = source;
        if (source.StartsWith(HexBegin, StringComparison.Ordinal) && source.EndsWith("}$", StringComparison.Ordinal)
            && int.TryParse(source.AsSpan(HexBegin.Length..^2), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            _hexLength = length;
        }
        else
        {
            // JSON Schema's patterns are those of ECMAScript, where `$` is the very end and `\d` an ASCII digit.
            var pattern = source.Replace("\\d", "[0-9]", StringComparison.Ordinal);
            _regex = new Regex(
                pattern.EndsWith('$') ? pattern[..^1] + "\\z" : pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Longest);
        }
    }

    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        if (_regex is null)
        {
            return value.Length == _hexLength && !value.ContainsAnyExcept(HexDigits);
        }

        const int most = 128;
        if (value.Length > most)
        {
            return _regex.IsMatch(Encoding.UTF8.GetString(value)); // a signature; linear in its length
        }

        Span<char> text = stackalloc char[most];
        return Encoding.UTF8.TryGetChars(value, text, out var length) && _regex.IsMatch(text[..length]);
    }

    public override string ToString() => _source;
}
