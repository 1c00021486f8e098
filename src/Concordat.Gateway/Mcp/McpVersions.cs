namespace Concordat.Gateway.Mcp;

/// <summary>The revisions of the Model Context Protocol that are spoken; in each of them every promise of the revision is kept.</summary>
/// <remarks>
/// 2025-03-26 has batches and 2024-11-05 another transport: neither is claimed. From 2026-07-28 on there is no handshake; each request
/// says what it speaks.
/// </remarks>
internal static class McpVersions
{
    public const string Current = "2026-07-28";

    public const string NewestLegacy = "2025-11-25";

    public static readonly string[] Legacy = [NewestLegacy, "2025-06-18"];

    public static readonly string[] All = [Current, .. Legacy];

    /// <summary>What a tool server may speak with the gateway, besides the current revision.</summary>
    public static readonly string[] OfServers = [.. Legacy, "2025-03-26"];

    public static bool IsLegacy(string? version) => Legacy.Contains(version, StringComparer.Ordinal);
}
