namespace Concordat.Gateway.Mcp;

/// <summary>Names of the protocol that stand in headers and in <c>_meta</c>.</summary>
internal static class McpNames
{
    public const string VersionHeader = "MCP-Protocol-Version";
    public const string SessionHeader = "Mcp-Session-Id";
    public const string MethodHeader = "Mcp-Method";
    public const string NameHeader = "Mcp-Name";
    public const string ParameterHeader = "Mcp-Param-";

    public const string Version = "io.modelcontextprotocol/protocolVersion";
    public const string ClientInfo = "io.modelcontextprotocol/clientInfo";
    public const string Capabilities = "io.modelcontextprotocol/clientCapabilities";
    public const string ServerInfo = "io.modelcontextprotocol/serverInfo";

    /// <summary>In <c>_meta</c> of a call: the id of the case that granted it.</summary>
    public const string Case = "concordat/case";

    /// <summary>In <c>_meta</c> of a call to a server that is told of grants: what people signed for exactly this call.</summary>
    public const string Grant = "concordat/grant";

    /// <summary>In <c>_meta</c> of a result: the verdict that stands in its place.</summary>
    public const string Verdict = "concordat/verdict";

    public const string Implementation = "concordat";

    public static string ImplementationVersion { get; } = typeof(McpNames).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
