using System.Buffers;

namespace Concordat.Gateway.Release;

/// <summary>Event names are the vendor's own words; anything else could carry text past the inspection.</summary>
internal static class EventNames
{
    private static readonly SearchValues<byte> Bytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_."u8);

    public static bool IsPlain(ReadOnlySpan<byte> name) => name.Length <= 64 && !name.ContainsAnyExcept(Bytes);
}
