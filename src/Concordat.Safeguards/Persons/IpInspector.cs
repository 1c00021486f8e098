using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Finds IP addresses where a word such as <c>login</c> or <c>subscriber</c> says that they are somebody's; addresses of machines at large are nobody.</summary>
internal static class IpInspector
{
    private const int MaxLength = 45;

    private static readonly SearchValues<byte> _bytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    public static void Inspect(Findings findings, ReadOnlySpan<byte> window, PersonContext context)
    {
        if (!context.Has(PersonContext.Ip))
        {
            return;
        }

        var at = 0;
        while (at < window.Length && window[at..].IndexOfAny(_bytes) is >= 0 and var step)
        {
            var start = at + step;
            var length = window[start..].IndexOfAnyExcept(_bytes);
            at = length < 0 ? window.Length : start + length;
            var cut = (start == 0 && context.Has(PersonContext.CutLeft)) || (at == window.Length && context.Has(PersonContext.CutRight));
            if (!cut && (start == 0 || !IsCode(window[start - 1])) && (at == window.Length || !IsCode(window[at])))
            {
                Report(findings, Bare(window[start..at]));
            }
        }
    }

    /// <summary>Without punctuation around it, and without a port.</summary>
    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd(".:"u8);
        text = text.StartsWith("::"u8) ? text : text.TrimStart(".:"u8);
        return text.Count((byte)':') == 1 ? text[..text.IndexOf((byte)':')] : text;
    }

    private static void Report(Findings findings, ReadOnlySpan<byte> text)
    {
        var dots = text.Count((byte)'.');
        var colons = text.Count((byte)':');
        if (text.Length is < 7 or > MaxLength || !(colons == 0 ? dots == 3 : colons >= 2))
        {
            return;
        }

        if (IPAddress.TryParse(Encoding.ASCII.GetString(text), out var address))
        {
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            if (!IsOfNobody(address))
            {
                findings.AddPerson(PersonKind.Ip, address.ToString(), PersonNationality.Unknown);
            }
        }
    }

    /// <summary>Unspecified, loopback, private, link-local, shared and multicast addresses (RFC 6890).</summary>
    private static bool IsOfNobody(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.IsIPv6UniqueLocal || IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any);
        }

        Span<byte> b = stackalloc byte[4];
        address.TryWriteBytes(b, out _);
        return b[0] is 0 or 10 or 127 or >= 224 || (b[0] == 169 && b[1] == 254) || (b[0] == 172 && b[1] is >= 16 and <= 31)
            || (b[0] == 192 && b[1] == 168) || (b[0] == 100 && b[1] is >= 64 and <= 127);
    }

    private static bool IsCode(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-';
}
