using System.Buffers;
using System.Text;

namespace Concordat.Signing.Json;

/// <summary>Writes a string with the few escapes that RFC 8785 (section 3.2.2.2) allows.</summary>
internal static class CanonicalString
{
    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static c => (char)c), '"', '\\']);

    public static void Write(string value, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var rest = value.AsSpan();
        while (rest.IndexOfAny(MustEscape) is >= 0 and var at)
        {
            Encoding.UTF8.GetBytes(rest[..at], output);
            WriteEscape(rest[at], output);
            rest = rest[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(rest, output);
        output.Write("\""u8);
    }

    private static void WriteEscape(char c, IBufferWriter<byte> output)
    {
        switch (c)
        {
            case '"':
                output.Write("\\\""u8);
                break;
            case '\\':
                output.Write("\\\\"u8);
                break;
            case '\b':
                output.Write("\\b"u8);
                break;
            case '\t':
                output.Write("\\t"u8);
                break;
            case '\n':
                output.Write("\\n"u8);
                break;
            case '\f':
                output.Write("\\f"u8);
                break;
            case '\r':
                output.Write("\\r"u8);
                break;
            default:
                ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
                output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', hex[c >> 4], hex[c & 15]]);
                break;
        }
    }
}
