using System.Buffers;

namespace Concordat.Agreements.Linting;

/// <summary>The written form of hashes.</summary>
internal static class Hashes
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool IsSha256(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(Digits);
}
