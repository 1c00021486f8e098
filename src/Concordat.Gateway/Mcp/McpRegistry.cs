using System.Collections.Frozen;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Mcp;

/// <summary>The tool servers in force, and which use case reaches which. Immutable.</summary>
internal sealed class McpRegistry(McpConfig? config, AgreedNetwork network, UpstreamFactory upstreams, int limit, AgreementTerms terms)
{
    private readonly FrozenDictionary<string, McpServerModel> _servers = (config?.Servers ?? [])
        .Select(server => new McpServerModel(server, network, upstreams, limit, terms))
        .ToFrozenDictionary(server => server.Config.Name, StringComparer.Ordinal);

    private readonly FrozenSet<string> _origins = (config?.Origins ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool IsServed => config is not null;

    /// <summary>Whether a page of that origin may call.</summary>
    public bool Allows(string origin) => _origins.Contains(origin);

    /// <summary>The servers that a use case reaches, by name.</summary>
    public IEnumerable<McpServerModel> For(string useCase) =>
        _servers.Values.Where(server => server.UseCases.Contains(useCase)).OrderBy(server => server.Config.Name, StringComparer.Ordinal);

    /// <summary>The server of a tool, and the server's own name for the tool; null where the use case reaches none such.</summary>
    public (McpServerModel Server, string Tool)? Find(string useCase, string exposedName)
    {
        var at = exposedName.IndexOf(McpTool.Separator, StringComparison.Ordinal);
        return at > 0 && _servers.TryGetValue(exposedName[..at], out var server) && server.UseCases.Contains(useCase)
            ? (server, exposedName[(at + McpTool.Separator.Length)..])
            : null;
    }
}
