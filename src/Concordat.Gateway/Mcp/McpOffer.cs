namespace Concordat.Gateway.Mcp;

/// <summary>A tool as its server defines it now.</summary>
/// <param name="Tool">The name by which clients and the configuration know it.</param>
/// <param name="Definition">Canonical JSON, as clients would get it.</param>
/// <param name="Hash">SHA-256 of the definition, lower hex: what is accepted under <c>tools[].definition</c>.</param>
public sealed record McpOffer(string Tool, string Definition, string Hash);
