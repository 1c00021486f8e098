using System.Buffers;
using System.Text;

namespace Concordat.Safeguards.Text;

/// <summary>Tells text from other bytes.</summary>
internal static class PrintableText
{
    /// <summary>The bytes are UTF-8 without control characters but tabs and line ends.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="partial">The last character may be cut.</param>
    public static bool Is(ReadOnlySpan<byte> text, bool partial)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
            if (plain < 0)
            {
                return true;
            }

            text = text[plain..];
            var status = Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            if (status == OperationStatus.NeedMoreData)
            {
                return partial;
            }

            if (status != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')))
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }
}
