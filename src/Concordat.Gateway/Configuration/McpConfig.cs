namespace Concordat.Gateway.Configuration;

/// <summary>The tool servers that clients reach through <c>/mcp</c>; without this section there is no such route.</summary>
public sealed record McpConfig
{
    public required IReadOnlyList<McpServerConfig> Servers { get; init; }

    /// <summary>Web origins whose pages may call <c>/mcp</c>; a request of a page of any other origin is refused.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
