namespace Concordat.Gateway.Dialects;

/// <summary>One complete tool call proposed by a model: the tool's name and its arguments as UTF-8 text, usually JSON.</summary>
internal sealed record ToolCall(string Name, byte[] Arguments)
{
    /// <summary>SHA-256 of the tool's definition, lower hex, where the request does not carry the definition itself.</summary>
    public string? Schema { get; init; }
}
