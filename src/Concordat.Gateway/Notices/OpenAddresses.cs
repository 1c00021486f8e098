using System.Net;
using System.Net.Sockets;
using Concordat.Gateway.Addresses;

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
    public static bool IsAllowed(IPAddress address, bool isPrivate) => AddressKind.NotPublic(AddressKind.Meant(address)) switch
    {
        null => true,
        AddressKind.Private or AddressKind.Loopback => isPrivate,
        _ => false,
    };
}
