using System.Text;

namespace Concordat.Gateway.Routing;

/// <summary>Hashes for keeping conversations together: the same on every node and after every start. They protect nothing.</summary>
internal static class RouteHash
{
    private const ulong Offset = 14695981039346656037; // FNV-1a, 64 bits
    private const ulong Prime = 1099511628211;

    public static ulong Of(string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var written) ? Of(bytes[..written]) : Of(Encoding.UTF8.GetBytes(text));
    }

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var b in bytes)
        {
            hash = unchecked((hash ^ b) * Prime);
        }

        return Mix(hash);
    }

    /// <summary>Spreads every bit over all others (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
