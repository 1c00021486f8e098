using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Concordat.Safeguards.Tests;

/// <summary>The ways in which a text can be written so that a person or a model reads it and a search does not.</summary>
internal static class Disguise
{
    public static readonly IReadOnlyDictionary<string, Func<string, string>> All = new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        ["percent"] = Percent,
        ["percent, twice"] = text => Percent(Percent(text)),
        ["decimal entities"] = text => string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};"))),
        ["hexadecimal entities without semicolon"] = text => string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"&#x{(int)c:x}"))) + " ",
        ["entities in entities"] = text => WebUtility.HtmlEncode(string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};")))),
        ["json escapes"] = JsonEscape,
        ["json escapes in a string in a string"] = text => JsonEscape(text).Replace("\\", "\\\\", StringComparison.Ordinal),
        ["program escapes"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => string.Create(CultureInfo.InvariantCulture, $"\\x{b:x2}"))),
        ["octal escapes"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'))),
        ["braced escapes"] = text => string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}"))),
        ["base64"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ["base64url"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["base64 of utf-16"] = text => Convert.ToBase64String(Encoding.Unicode.GetBytes(text)),
        ["base64 in base64"] = text => Base64(Base64(text)),
        ["base64 in base64 in base64"] = text => Base64(Base64(Base64(text))),
        ["base64 behind a path"] = text => "files/" + Base64(text),
        ["base64 in a data url"] = text => "data:text/plain;base64," + Base64(text),
        ["base64 in percent"] = text => Percent(Base64(text)),
        ["base64 in lines"] = text => string.Join('\n', Base64(text + " and so on, for longer than one line of such a file can hold").Chunk(60).Select(line => new string(line))),
        ["base32"] = Base32,
        ["hexadecimal"] = text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ["hexadecimal, lower case"] = text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ["spaced out"] = text => string.Join(' ', text.Select(c => c.ToString())),
        ["full width"] = text => string.Concat(text.Select(c => c is > ' ' and < '\u007F' ? (char)(c + 0xFEE0) : c)),
        ["mathematical letters"] = text => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? char.ConvertFromUtf32(0x1D400 + c - 'A') : char.IsAsciiLetterLower(c) ? char.ConvertFromUtf32(0x1D41A + c - 'a') : c.ToString())),
        ["combining flood"] = text => string.Concat(text.Select(c => char.IsAsciiLetter(c) ? c + "\u0301\u0335\u0323" : c.ToString())),
        ["zero-width"] = text => string.Join('\u200B', text.ToCharArray()),
        ["variation selectors between"] = text => string.Join('\uFE0F', text.ToCharArray()),
        ["tag characters"] = text => string.Concat(text.Select(c => char.ConvertFromUtf32(0xE0000 + c))),
        ["variation selectors"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => b < 16 ? ((char)(0xFE00 + b)).ToString() : char.ConvertFromUtf32(0xE0100 + b - 16))),
    };

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static string Percent(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => string.Create(CultureInfo.InvariantCulture, $"%{b:X2}")));

    public static string JsonEscape(string text) => string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    public static string Rot13(string text) => string.Concat(text.Select(c =>
        char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + 13) % 26)) : char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 13) % 26)) : c));

    public static byte[] Body(params string[] texts) =>
        Encoding.UTF8.GetBytes("{\"messages\":[" + string.Join(',', texts.Select(text => "{\"role\":\"user\",\"content\":" + JsonSerializer.Serialize(text) + "}")) + "]}");

    private static string Base32(string text)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(Encoding.UTF8.GetBytes(text).Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        return string.Concat(bits.Chunk(5).Select(chunk => Letters[Convert.ToInt32(new string(chunk).PadRight(5, '0'), 2)]));
    }
}
