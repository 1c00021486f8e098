using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Json;

/// <summary>Feeds the text of a JSON string to a sink without building it.</summary>
internal static class StringFeed
{
    /// <summary>Feeds the unescaped text with positions in the unescaped text; returns its length in UTF-8 bytes.</summary>
    public static int Feed(ITextSink sink, ReadOnlySpan<byte> raw, bool escaped, long position) => Feed(sink, raw, escaped, position, inDocument: false);

    /// <summary>Feeds the unescaped text with positions in the document; returns its length in UTF-8 bytes.</summary>
    public static int FeedFromDocument(ITextSink sink, ReadOnlySpan<byte> raw, bool escaped, long position) => Feed(sink, raw, escaped, position, inDocument: true);

    private static int Feed(ITextSink sink, ReadOnlySpan<byte> raw, bool escaped, long position, bool inDocument)
    {
        if (!escaped)
        {
            sink.Feed(raw, position);
            return raw.Length;
        }

        Span<byte> encoded = stackalloc byte[4];
        var length = 0;
        while (!raw.IsEmpty)
        {
            var next = raw.IndexOf((byte)'\\');
            var plain = next < 0 ? raw : raw[..next];
            if (!plain.IsEmpty)
            {
                sink.Feed(plain, position);
                length += plain.Length;
                position += plain.Length;
            }

            if (next < 0)
            {
                break;
            }

            var rune = JsonText.DecodeEscape(raw[next..], out var consumed);
            var size = rune.EncodeToUtf8(encoded);
            if (inDocument)
            {
                sink.FeedDecoded(encoded[..size], position, consumed);
            }
            else
            {
                sink.Feed(encoded[..size], position);
            }

            position += inDocument ? consumed : size;
            length += size;
            raw = raw[(next + consumed)..];
        }

        return length;
    }
}
