using System.Buffers;

namespace Concordat.Configuration;

/// <summary>What may stand as an id: short, one line, no spaces, safe in logs, headers and URLs.</summary>
internal static class Identifiers
{
    public const string Rule = "must be 1 to 64 letters, digits, `-`, `_` or `.`, and begin with a letter or digit";

    public const string ModelRule = "must be 1 to 128 letters, digits, `-`, `_`, `.`, `:` or `/`, and begin with a letter or digit";

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly SearchValues<char> ModelCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/");

    private static readonly SearchValues<char> EnvironmentCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    public static bool IsId(string text) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(IdCharacters);

    public static bool IsModel(string text) =>
        text.Length is > 0 and <= 128 && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(ModelCharacters);

    public static bool IsEnvironmentName(string text) =>
        text.Length is > 0 and <= 128 && !char.IsAsciiDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(EnvironmentCharacters);
}
