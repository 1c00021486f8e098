namespace Concordat.Commands;

/// <summary>One tool of a server behind the gateway.</summary>
/// <param name="State"><c>accepted</c>, <c>changed</c>, <c>new</c>, or <c>gone</c> where the server no longer offers it.</param>
/// <param name="Definition">SHA-256 of the definition now; none for a tool that is gone.</param>
/// <param name="Accepted">SHA-256 of the definition that was accepted.</param>
internal sealed record McpToolReport(string Tool, string State, string? Effect, string? Definition, string? Accepted);
