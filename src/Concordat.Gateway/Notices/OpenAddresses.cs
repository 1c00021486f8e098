using System.Net;
using System.Net.Sockets;

namespace Concordat.Gateway.Notices;

/// <summary>Connects only to addresses that a webhook may have, whatever a name resolves to at that moment.</summary>
internal static class OpenAddresses
{
    /// <summary>Opens a connection, for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="NoticeException">The name has no address that may be called.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool isPrivate, CancellationToken cancellationToken)
    {
        var addresses = (await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false)).Where(address => IsAllowed(address, isPrivate)).ToArray();
        if (addresses.Length == 0)
        {
            throw new NoticeException("its name leads to no address that may be called; `private: true` allows one inside");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Never link-local, where clouds keep their metadata; private networks and this machine only where that was said.</summary>
    public static bool IsAllowed(IPAddress address, bool isPrivate)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !plain.IsIPv6LinkLocal && !plain.IsIPv6SiteLocal && !plain.IsIPv6Multicast && !HidesAnother(plain)
                && (isPrivate || ((bytes[0] & 0xfe) != 0xfc && !IPAddress.IsLoopback(plain)));
        }

        return (bytes[0], bytes[1]) switch
        {
            (0, _) or (169, 254) or ( >= 224, _) => false,
            (10, _) or (127, _) or (172, >= 16 and <= 31) or (192, 168) or (100, >= 64 and <= 127) or (198, 18 or 19) or (192, 0) => isPrivate,
            _ => true,
        };
    }

    /// <summary>IPv4 in the clothes of IPv6 (NAT64, 6to4, Teredo, the old compatible form): where it leads is not seen here.</summary>
    private static bool HidesAnother(IPAddress address)
    {
        var bytes = address.GetAddressBytes().AsSpan();
        return address.IsIPv6Teredo || bytes is [0x20, 0x02, ..] or [0x00, 0x64, 0xff, 0x9b, ..]
            || (!bytes[..12].ContainsAnyExcept((byte)0) && !IPAddress.IsLoopback(address));
    }
}
