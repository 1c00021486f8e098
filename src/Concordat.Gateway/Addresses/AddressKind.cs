using System.Net;
using System.Net.Sockets;

namespace Concordat.Gateway.Addresses;

/// <summary>What an address is, in words; public ones have none.</summary>
/// <remarks>Source: the IANA registries of special-purpose addresses (RFC 6890), as of 2025-10.</remarks>
internal static class AddressKind
{
    public const string Private = "a private address";

    public const string Loopback = "a loopback address";

    private static readonly (IPNetwork Block, string Kind)[] Special =
    [
        .. Blocks(Private, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10"),
        .. Blocks(Loopback, "127.0.0.0/8", "::1/128"),
        .. Blocks("a link-local address", "169.254.0.0/16", "fe80::/10"),
        .. Blocks("a multicast address", "224.0.0.0/4", "ff00::/8"),
        .. Blocks(
            "a reserved address",
            "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    ];

    /// <summary>
    /// Where clouds give a machine its own credentials, or speak to its agent: of instances, of containers, and the same for IPv6; Azure's is public
    /// (WireServer), and that of other clouds is not link-local.
    /// </summary>
    private static readonly IPAddress[] Metadata =
    [
        .. ((string[])[
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "168.63.129.16", "fd20:ce::254", "100.100.100.200", "192.0.0.192",
        ]).Select(IPAddress.Parse),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    /// <summary>The address that is meant: an IPv4 address inside an IPv6 one is that IPv4 address.</summary>
    public static IPAddress Meant(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        // A zone names an interface of this machine, which no published list knows.
        address = new IPAddress(address.GetAddressBytes());
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
            : address;
    }

    /// <summary>Whether a machine is given its own credentials there: no upstream's address, whatever anybody lists.</summary>
    public static bool IsMetadata(IPAddress meant) => Array.IndexOf(Metadata, meant) >= 0;

    /// <summary>What an address is that is not public, such as <c>a private address</c>; null for a public one.</summary>
    public static string? NotPublic(IPAddress meant)
    {
        foreach (var (block, kind) in Special)
        {
            if (block.Contains(meant))
            {
                return kind;
            }
        }

        return meant.AddressFamily == AddressFamily.InterNetworkV6 && !Unicast.Contains(meant) ? "a reserved address" : null;
    }

    private static IEnumerable<(IPNetwork Block, string Kind)> Blocks(string kind, params string[] blocks) =>
        blocks.Select(block => (IPNetwork.Parse(block), kind));
}
