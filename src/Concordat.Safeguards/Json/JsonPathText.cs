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
}
