using System.Collections.Immutable;
using System.Net;
using System.Text;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Mcp;

/// <summary>Asks a tool server what it offers, for people who have to accept it.</summary>
public static class McpOffers
{
    // People ask here by hand, with no agreement beside them; a call goes by the agreement.
    private static readonly ImmutableArray<IPNetwork> Anywhere = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")];

    /// <summary>Reads the tools in the order of their names, or says why that cannot be.</summary>
    /// <param name="limit">Most bytes of one answer.</param>
    /// <exception cref="InvalidOperationException">The server's key cannot be read.</exception>
    public static async Task<(ImmutableArray<McpOffer> Tools, string? Fault)> ReadAsync(
        McpServerConfig server, int limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var upstreams = new UpstreamFactory(time);
        using var upstream = upstreams.CreateMcp(server, limit, new AddressRule(server.Cloud, Anywhere));
        using var catalog = new McpCatalog(server, upstream, time);
        try
        {
            var tools = await catalog.ToolsAsync(fresh: true, cancellationToken).ConfigureAwait(false);
            return ([.. tools.Values
                .OrderBy(tool => tool.ExposedName, StringComparer.Ordinal)
                .Select(tool => new McpOffer(tool.ExposedName, Encoding.UTF8.GetString(tool.Definition), tool.Hash))], null);
        }
        catch (McpException away)
        {
            return ([], away.Error.Message);
        }
    }
}
