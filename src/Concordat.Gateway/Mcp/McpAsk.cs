namespace Concordat.Gateway.Mcp;

/// <summary>One request to a tool server.</summary>
/// <param name="Method">Such as <c>tools/call</c>.</param>
/// <param name="Parameters">The members of <c>params</c> as JSON text without the braces, ours alone or inspected before; may be empty.</param>
internal sealed record McpAsk(string Method, ReadOnlyMemory<byte> Parameters)
{
    /// <summary>The tool's name, for the header that repeats it.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it may be sent once more where a server says that it did not take it: not what has an effect.</summary>
    public bool MayRepeat { get; init; } = true;

    /// <summary>Headers that repeat arguments, encoded.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The grant that lets the call through, JSON; empty where there is none, or the server is not told.</summary>
    public ReadOnlyMemory<byte> Grant { get; init; }

    /// <summary>Gets progress as it comes: how far, of how much. Null where nobody wants to know.</summary>
    public Func<double, double?, CancellationToken, ValueTask>? Progress { get; init; }
}
