namespace Concordat.Gateway.Configuration;

/// <summary>One MCP server behind the gateway, spoken to over streamable HTTP.</summary>
public sealed record McpServerConfig
{
    /// <summary>The kind of deployment that a tool server is.</summary>
    public const string DeploymentKind = "mcp";

    /// <summary>Clients know its tools as <c>name__tool</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its MCP endpoint, such as <c>https://tools.example.mil/mcp</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Sent as a bearer token; never the caller's own key.</summary>
    public SecretConfig? Key { get; init; }

    /// <summary>Ids of the use cases that may call it.</summary>
    public required IReadOnlyList<string> UseCases { get; init; }

    public string Vendor { get; init; } = "unknown";

    /// <summary>The version of the product, in the vendor's words.</summary>
    public string Version { get; init; } = "unknown";

    /// <summary>The bill of materials of the product, CycloneDX 1.6 JSON.</summary>
    public string? Bill { get; init; }

    public string Cloud { get; init; } = "unknown";

    public string Region { get; init; } = "unknown";

    public string Network { get; init; } = "unknown";

    /// <summary>One of <c>cloud</c>, <c>edge</c>, <c>on-premises</c>, <c>unknown</c>.</summary>
    public string Hosting { get; init; } = "unknown";

    /// <summary>Whether verification-and-validation evidence is on file.</summary>
    public bool Verified { get; init; }

    /// <summary>Whether a call that people granted brings the server their signed grant, in <c>_meta</c>, so that it can insist on one.</summary>
    public bool Grants { get; init; }

    /// <summary>Longest time that one call may take, whatever the server sends meanwhile.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How old its list of tools may be before it is read again; tools of grave effect are looked up for each call.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The server as clauses and orders see it: the deployment that a call goes to, under its own name for a model's.</summary>
    public DeploymentConfig AsDeployment() => new()
    {
        Name = Name,
        Model = Name,
        Kind = DeploymentKind,
        Url = Url,
        Vendor = Vendor,
        Version = Version,
        Bill = Bill,
        Cloud = Cloud,
        Region = Region,
        Network = Network,
        Hosting = Hosting,
        Verified = Verified,
    };
}
