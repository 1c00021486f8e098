using System.Net;
using System.Net.Sockets;

namespace Concordat.Gateway.Addresses;

/// <summary>
/// Opens the connections of one upstream: resolves the host, checks every address against the rule, and connects to an address that it
/// checked. Each new connection does so anew, so that a name which changes its answer after the first is caught. Thread-safe.
/// </summary>
internal sealed class CheckedConnector(AddressRule rule, HostResolver resolve)
{
    /// <exception cref="AddressException">One of the host's addresses may not be connected to.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var written) ? [written] : await resolve(host, cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            if (rule.Fault(host, address) is { } fault)
            {
                throw new AddressException($"`{host}` cannot be connected to: {fault}");
            }
        }

        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException fault)
            {
                socket.Dispose();
                last = fault;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
