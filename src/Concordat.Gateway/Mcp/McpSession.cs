namespace Concordat.Gateway.Mcp;

/// <summary>A session with a server of an older revision; each use case has its own, so that none sees another's state.</summary>
/// <param name="Id">As the server named it; null where it keeps no sessions.</param>
/// <param name="Version">The revision that was agreed on.</param>
internal sealed record McpSession(string? Id, string Version);
