using System.Buffers;

namespace Concordat.Safeguards.Answers;

/// <summary>Recognises values that only the vendor can open.</summary>
internal static class SealedText
{
    private static readonly SearchValues<byte> _base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"u8);

    public static bool Is(ReadOnlySpan<byte> raw) => !raw.ContainsAnyExcept(_base64);
}
