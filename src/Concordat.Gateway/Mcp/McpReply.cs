namespace Concordat.Gateway.Mcp;

/// <summary>What a tool server answered: the raw JSON of its result, or the words of its error. Nothing of it has been inspected yet.</summary>
internal sealed record McpReply(byte[]? Result, string? Error = null, int Code = 0);
