using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Concordat.Cedar.Extensions;

/// <summary>An internet address with a prefix length; one address has the full length.</summary>
internal sealed record CedarIp(bool IsV4, UInt128 Address, int Prefix)
{
    private const int LongestText = 43;

    private static readonly SearchValues<char> V6Characters = SearchValues.Create("0123456789abcdefABCDEF:");

    private int Width => IsV4 ? 32 : 128;

    private UInt128 HostMask => Prefix == 0 ? (IsV4 ? uint.MaxValue : UInt128.MaxValue) : (UInt128.One << (Width - Prefix)) - 1;

    public bool IsLoopback => IsV4 ? Address >> 24 == 127 && Prefix >= 8 : Address == UInt128.One && Prefix == 128;

    public bool IsMulticast => IsV4 ? Address >> 28 == 14 && Prefix >= 4 : Address >> 120 == 0xFF && Prefix >= 8;

    public bool IsInRange(CedarIp range) =>
        IsV4 == range.IsV4
        && (range.Address & ~range.HostMask) <= (Address & ~HostMask)
        && (Address | HostMask) <= (range.Address | range.HostMask);

    public static bool TryParse(string text, out CedarIp? ip)
    {
        ip = null;
        if (text.Length > LongestText)
        {
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        if (!TryAddress(address, out var isV4, out var bits))
        {
            return false;
        }

        var prefix = isV4 ? 32 : 128;
        if (slash >= 0 && !TryPrefix(text.AsSpan(slash + 1), prefix, out prefix))
        {
            return false;
        }

        ip = new CedarIp(isV4, bits, prefix);
        return true;
    }

    private static bool TryPrefix(ReadOnlySpan<char> text, int most, out int prefix)
    {
        prefix = 0;
        return CedarDecimal.IsDigits(text)
            && text.Length <= (most == 32 ? 2 : 3)
            && (text[0] != '0' || text.Length == 1)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
            && prefix <= most;
    }

    private static bool TryAddress(string text, out bool isV4, out UInt128 bits)
    {
        bits = 0;
        isV4 = !text.Contains(':', StringComparison.Ordinal);
        if (isV4)
        {
            return TryV4(text, out bits);
        }

        // The framework also takes zone ids, brackets and embedded IPv4: none of them is a Cedar address.
        if (text.AsSpan().ContainsAnyExcept(V6Characters) || !HasShortGroups(text)
            || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    private static bool TryV4(string text, out UInt128 bits)
    {
        bits = 0;
        var parts = text.Split('.');
        if (parts.Length != 4)
        {
            return false;
        }

        foreach (var part in parts)
        {
            if (!CedarDecimal.IsDigits(part) || part.Length > 3 || (part[0] == '0' && part.Length > 1))
            {
                return false;
            }

            var octet = int.Parse(part, CultureInfo.InvariantCulture);
            if (octet > 255)
            {
                return false;
            }

            bits = (bits << 8) | (UInt128)octet;
        }

        return true;
    }

    private static bool HasShortGroups(string text) => Array.TrueForAll(text.Split(':'), group => group.Length <= 4);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        var address = new IPAddress(IsV4 ? bytes[12..] : bytes);
        return string.Create(CultureInfo.InvariantCulture, $"ip(\"{address}/{Prefix}\")");
    }
}
