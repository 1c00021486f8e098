using System.Buffers;
using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks the tool servers behind the gateway, the definitions that were accepted, and where cases are opened.</summary>
internal static class McpChecks
{
    private const int LongestServerName = 32;
    private const int MostDefinitions = 400;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static void Run(ConcordatConfig config, Func<string, string?> environment, ConfigurationFindings findings)
    {
        Definitions(config, findings);
        CaseUrl(config, findings);
        if (config.Mcp is not { } mcp)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < mcp.Servers.Count; i++)
        {
            var (server, path) = (mcp.Servers[i], $"mcp.servers[{i}]");
            if (server.Name.Length > 0 && (!Identifiers.IsId(server.Name) || server.Name.Length > LongestServerName || server.Name.Contains("__", StringComparison.Ordinal)))
            {
                findings.AddAt($"{path}.name", $"`{path}.name` must be 1 to {LongestServerName} letters, digits, `-`, `_` or `.`, begin with a letter or digit and not have `__` in it");
            }

            if (server.Name.Length > 0 && (!names.Add(server.Name) || config.Deployments.Any(d => d.Name.Equals(server.Name, StringComparison.Ordinal))))
            {
                findings.AddAt($"{path}.name", $"`{path}.name` is `{server.Name}`, which another server or deployment already has");
            }
            else if (server.Name.Length > 0 && config.Deployments.Any(d => d.Model.Equals(server.Name, StringComparison.Ordinal)))
            {
                findings.AddAt($"{path}.name", $"`{path}.name` is `{server.Name}`, which is the name of a model already; orders and plans could not tell them apart");
            }

            Address(server, path, findings);
            UseCases(config, server, path, findings);
            SecretChecks.Run(server.Key, $"{path}.key", environment, findings);
            EvidenceChecks.Bill(server.Bill, ofModel: false, $"{path}.bill", findings);
            if (server.Network is not ("" or "unknown") && !server.Network.Equals(config.Network.Id, StringComparison.Ordinal))
            {
                findings.AddAt($"{path}.network", $"`{path}.network` must be the network this gateway stands in, `{config.Network.Id}`, or `unknown`, not `{server.Network}`");
            }
        }

        for (var i = 0; i < mcp.Origins.Count; i++)
        {
            if (!IsOrigin(mcp.Origins[i]))
            {
                findings.AddAt($"mcp.origins[{i}]", $"`mcp.origins[{i}]` must be a web origin such as `https://desk.example.mil`, without a path");
            }
        }
    }

    private static void Definitions(ConcordatConfig config, ConfigurationFindings findings)
    {
        if (config.Tools.Count(tool => tool.Definition is not null) > MostDefinitions)
        {
            findings.AddAt("tools", $"`tools` has more than {MostDefinitions} accepted definitions, which the ledger could not record in one entry; spread them over several gateways");
        }

        for (var i = 0; i < config.Tools.Count; i++)
        {
            if (config.Tools[i].Definition is { Length: > 0 } hash && (hash.Length != 64 || hash.AsSpan().ContainsAnyExcept(LowerHex)))
            {
                findings.AddAt($"tools[{i}].definition", $"`tools[{i}].definition` must be a SHA-256 as `concordat mcp list` prints it: 64 digits 0-9, a-f");
            }
        }
    }

    private static void CaseUrl(ConcordatConfig config, ConfigurationFindings findings)
    {
        if (config.CaseUrl is { Length: > 0 } text
            && (!text.Contains("{case}", StringComparison.Ordinal) || !Uri.TryCreate(text.Replace("{case}", "case_0", StringComparison.Ordinal), UriKind.Absolute, out var url)
                || url.UserInfo.Length > 0 || !(url.Scheme is "https" || (url.Scheme is "http" && url.IsLoopback))))
        {
            findings.AddAt("caseUrl", "`caseUrl` must be a URL that begins with `https://` and has `{case}` in it, such as `https://gateway.example.mil/console/cases/{case}`");
        }
    }

    // The URL is not repeated in these messages: people have put passwords in URLs.
    private static void Address(McpServerConfig server, string path, ConfigurationFindings findings)
    {
        if (server.Url.Length == 0)
        {
            return;
        }

        if (!Uri.TryCreate(server.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            findings.AddAt($"{path}.url", $"`{path}.url` must be a URL that begins with `https://` (or `http://`)");
        }
        else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            findings.AddAt($"{path}.url", $"`{path}.url` must be without user, password, query and fragment; a secret belongs under `{path}.key`");
        }
        else if (url.Scheme is "http" && !url.IsLoopback && server.Key is not null)
        {
            findings.AddAt($"{path}.url", $"`{path}.url` must be `https`: over `http` the key would travel in clear text");
        }
    }

    private static void UseCases(ConcordatConfig config, McpServerConfig server, string path, ConfigurationFindings findings)
    {
        for (var i = 0; i < server.UseCases.Count; i++)
        {
            if (server.UseCases[i].Length > 0 && !config.UseCases.Any(u => u.Id.Equals(server.UseCases[i], StringComparison.Ordinal)))
            {
                findings.AddAt(
                    $"{path}.useCases[{i}]",
                    $"`{path}.useCases[{i}]` names the use case `{server.UseCases[i]}`, which is not registered"
                    + Suggestion.For(server.UseCases[i], config.UseCases.Select(u => u.Id)));
            }
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && text.Equals(url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}
