using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Reads the section <c>mcp</c>.</summary>
internal static class McpBinder
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static McpConfig Bind(SectionReader section)
    {
        if (section.Raw("servers") is null)
        {
            section.Text("servers"); // says that it is missing
        }

        var mcp = new McpConfig { Servers = section.Sections("servers", Server), Origins = section.Texts("origins", []) };
        section.Close();
        return mcp;
    }

    private static McpServerConfig Server(SectionReader section)
    {
        if (section.Raw("useCases") is null)
        {
            section.Text("useCases");
        }

        var server = new McpServerConfig
        {
            Name = section.Text("name"),
            Url = section.Text("url"),
            Key = ConfigurationBinder.Secret(section, "key"),
            UseCases = section.Texts("useCases", []),
        };
        DeploymentBinder.RefuseAssurance(section);
        server = server with
        {
            Vendor = section.Text("vendor", server.Vendor),
            Version = section.Text("version", server.Version),
            Bill = section.OptionalFilePath("bill"),
            Cloud = section.Text("cloud", server.Cloud),
            Region = section.Text("region", server.Region),
            Network = section.Text("network", server.Network),
            Hosting = section.OneOf("hosting", ConfigurationVocabulary.Hostings, server.Hosting),
            Verified = section.Flag("verified", server.Verified),
            Grants = section.Flag("grants", server.Grants),
            Timeout = section.Duration("timeout", server.Timeout, 100 * Tick, Hour),
            Refresh = section.Duration("refresh", server.Refresh, TimeSpan.Zero, Hour),
        };
        section.Close();
        return server;
    }
}
