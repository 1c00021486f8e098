using System.Globalization;
using System.Text;

namespace Concordat.Safeguards.Json;

/// <summary>Writes where the reader stands, such as <c>$.messages[2].content</c>.</summary>
internal static class JsonPathText
{
    private const int _maxName = 64;

    public static string Of(ReadOnlySpan<byte> document, ReadOnlySpan<JsonFrame> frames)
    {
        var path = new StringBuilder("$");
        foreach (ref readonly var frame in frames)
        {
            if (frame.Index < 0)
            {
                break;
            }

            if (frame.IsObject)
            {
                var name = document.Slice(frame.NameStart, Math.Min(frame.NameLength, _maxName));
                path.Append('.').Append(Encoding.UTF8.GetString(name));
            }
            else
            {
                path.Append('[').Append(frame.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            }
        }

        return path.ToString();
    }

    /// <summary>JSON pointer (RFC 6901) of the string, name or number that holds a byte; empty when none does.</summary>
    public static string PointerOf(ReadOnlySpan<byte> document, int offset)
    {
        var reader = new StrictJsonReader(document, JsonScratch.OfThread, 1024);
        while (reader.Read())
        {
            if (reader.Token is JsonToken.String or JsonToken.Name or JsonToken.Number
                && offset >= reader.RawStart && offset <= reader.RawStart + reader.Raw.Length)
            {
                return Pointer(document, reader.Frames);
            }
        }

        return "";
    }

    private static string Pointer(ReadOnlySpan<byte> document, ReadOnlySpan<JsonFrame> frames)
    {
        var pointer = new StringBuilder();
        foreach (ref readonly var frame in frames)
        {
            pointer.Append('/');
            if (frame.IsObject)
            {
                var raw = document.Slice(frame.NameStart, frame.NameLength);
                var name = new byte[raw.Length];
                pointer.Append(Encoding.UTF8.GetString(name, 0, JsonText.Unescape(raw, name)).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            }
            else
            {
                pointer.Append(frame.Index.ToString(CultureInfo.InvariantCulture));
            }
        }

        return pointer.ToString();
    }
}
