using System.Buffers;
using System.Text;

namespace Concordat.Safeguards.Json;

/// <summary>Finds where bytes stop being UTF-8.</summary>
internal static class Utf8Faults
{
    public static int FirstInvalid(ReadOnlySpan<byte> data, out bool surrogate)
    {
        var at = 0;
        surrogate = false;
        while (at < data.Length)
        {
            var ascii = data[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
            {
                return data.Length;
            }

            at += ascii;
            if (Rune.DecodeFromUtf8(data[at..], out _, out var consumed) != OperationStatus.Done)
            {
                surrogate = data[at] == 0xED && at + 1 < data.Length && data[at + 1] >= 0xA0;
                return at;
            }

            at += consumed;
        }

        return data.Length;
    }
}
