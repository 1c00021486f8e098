using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Mcp;

/// <summary>One request of a client on its way, and what its answer has to look like.</summary>
internal sealed class McpClient(Exchange exchange, McpMessage message, McpClientSession? session)
{
    public Exchange Exchange { get; } = exchange;

    public McpMessage Message { get; } = message;

    /// <summary>The session of a client of an older revision; null for one of the current, or one that gave none.</summary>
    public McpClientSession? Session { get; } = session;

    public bool IsModern { get; } = message.Version is not null;

    /// <summary>Whether the client can send its user to a page, and so learn of a case.</summary>
    public bool OpensUrls { get; init; }
}
