using System.Collections.Immutable;
using System.Net;

namespace Concordat.Gateway.Addresses;

/// <summary>
/// Where connections to one upstream may lead: to public addresses, in a cloud that publishes its own to those alone, and to blocks that
/// the agreement lists. A loopback host that the URL itself names may be reached too, since whoever wrote it meant this machine, but not by an
/// upstream that is registered in such a cloud. An upstream that counts as hosted in a cloud is held to that cloud's own addresses. Immutable.
/// </summary>
/// <param name="Cloud">The cloud that the upstream is registered in.</param>
/// <param name="Listed">The blocks that the agreement lists.</param>
internal sealed record AddressRule(string Cloud, ImmutableArray<IPNetwork> Listed)
{
    /// <summary>For services that belong to no deployment: public addresses of any cloud.</summary>
    public static AddressRule Public { get; } = new("unknown", []);

    /// <summary>For the credentials of this machine: the addresses where clouds give them out, and no others.</summary>
    public static AddressRule Credentials { get; } = new("unknown", []) { IsForCredentials = true };

    /// <summary>Whether every address must be one that the cloud publishes or that is listed, loopback and clouds that publish nothing included.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether only listed addresses count, and not all that the cloud publishes: what it publishes does not tell regions apart.</summary>
    public bool IsListedAlone { get; init; }

    private bool IsForCredentials { get; init; }

    /// <summary>Why an address may not be connected to; null where it may.</summary>
    /// <param name="host">The host as the URL names it.</param>
    public string? Fault(string host, IPAddress address)
    {
        var meant = AddressKind.Meant(address);
        if (IsForCredentials || AddressKind.IsMetadata(meant))
        {
            return !IsForCredentials ? $"{meant} is where this machine is given its own credentials; it is nobody else's, so the agreement cannot list it"
                : AddressKind.IsMetadata(meant) || (IPAddress.IsLoopback(meant) && NamesThisMachine(host)) ? null
                : $"{meant} is not where a machine is given its credentials";
        }

        foreach (var block in Listed)
        {
            if (block.Contains(meant))
            {
                return null;
            }
        }

        if (AddressKind.NotPublic(meant) is { } kind)
        {
            return IsHeld || !IPAddress.IsLoopback(meant) || !NamesThisMachine(host) ? $"{meant} is {kind}, which the agreement does not list"
                : CloudRanges.Shipped.Knows(Cloud) ? $"{meant} is this machine, which is not in `{Cloud}`, and the agreement does not list it" : null;
        }

        return IsListedAlone ? $"{meant} is not among the addresses that the agreement lists for the region in `{Cloud}`"
            : (!IsHeld && !CloudRanges.Shipped.Knows(Cloud)) || CloudRanges.Shipped.Contains(Cloud, meant) ? null
            : $"{meant} is an address of {(CloudRanges.Shipped.CloudOf(meant) is { } other ? $"`{other}`" : "no known cloud")}, not of `{Cloud}`, and the agreement does not list it";
    }

    /// <summary>What a URL by itself tells of where it leads: why its host may not be connected to; null where it may, or where only a name tells.</summary>
    public string? Fault(Uri url) => IPAddress.TryParse(url.IdnHost, out var written) ? Fault(url.IdnHost, written)
        : NamesThisMachine(url.IdnHost) ? Fault(url.IdnHost, IPAddress.Loopback) : null;

    private static bool NamesThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var written) && IPAddress.IsLoopback(AddressKind.Meant(written)));
}
