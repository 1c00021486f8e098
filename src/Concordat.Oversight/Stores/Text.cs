using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Concordat.Oversight.Stores;

/// <summary>Limits on text that enters a store.</summary>
internal static class Text
{
    public static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static string Bounded(string value, int longest, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, name);
        return value.Length <= longest
            ? value
            : throw new ArgumentException($"`{name}` is {value.Length} characters long, at most {longest} are allowed", name);
    }

    public static string OneLine(string value, int longest, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        Bounded(value, longest, name).AsSpan().ContainsAny('\r', '\n')
            ? throw new ArgumentException($"`{name}` has a line break in it", name)
            : value;

    public static string Sha256Hex(string value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is { Length: 64 } && !value.AsSpan().ContainsAnyExcept(LowerHex)
            ? value
            : throw new ArgumentException($"`{name}` is not 64 lower hex digits", name);

    /// <summary>Makes text from outside safe to show: no control or formatting characters, no half characters, bounded.</summary>
    public static string? Displayable(string? value, int longest)
    {
        if (value is null)
        {
            return null;
        }

        var kept = value.Length <= longest ? value : string.Concat(value.AsSpan(0, longest - 1), "…");
        return string.Create(kept.Length, kept, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.GetUnicodeCategory(source[i]) is UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    ? '\uFFFD'
                    : source[i];
            }
        });
    }
}
