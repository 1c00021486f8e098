using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks where the gateway listens, where it keeps its data and the network it stands in.</summary>
internal static class PlaceChecks
{
    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        Listen(config.Listen, findings);
        if (File.Exists(config.Data))
        {
            findings.AddAt("data", "`data` must be a folder, and this is a file");
        }

        if (config.Network.Id.Length > 0 && !Identifiers.IsId(config.Network.Id))
        {
            findings.AddAt("network.id", $"`network.id` {Identifiers.Rule}");
        }

        if (config.Network.Nations.Count == 0)
        {
            findings.AddAt("network.nations", "`network.nations` must name at least one nation");
        }

        for (var i = 0; i < config.Network.Nations.Count; i++)
        {
            var nation = config.Network.Nations[i];
            if (nation.Length > 0 && (nation.Length != 3 || !nation.All(char.IsAsciiLetterUpper)))
            {
                findings.AddAt($"network.nations[{i}]", $"`network.nations[{i}]` must be an ISO 3166 trigraph such as `USA`, not `{nation}`");
            }
        }
    }

    private static void Listen(string listen, ConfigurationFindings findings)
    {
        if (listen.Length == 0)
        {
            return;
        }

        if (!Uri.TryCreate(listen, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            findings.AddAt("listen", $"`listen` must be a URL such as `http://127.0.0.1:8787`, not `{listen}`");
        }
        else if (url.Scheme is "https")
        {
            findings.AddAt("listen", "`listen` must be an `http` URL; let a proxy in front end TLS, and listen on a loopback address behind it");
        }
        else if (url.PathAndQuery is not "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            findings.AddAt("listen", "`listen` must be only scheme, host and port, such as `http://127.0.0.1:8787`");
        }
        else if (url.HostNameType == UriHostNameType.Dns && url.Host is not "localhost")
        {
            findings.AddAt("listen", $"`listen` must name an IP address or `localhost`, not `{url.Host}`; `0.0.0.0` listens on every address");
        }
    }
}
