namespace Concordat.Gateway.Upstreams;

/// <summary>What is sent: the path below the base URL and the body, exactly as inspected but for a mapped model name.</summary>
internal readonly record struct UpstreamCall(string Path, ReadOnlyMemory<byte> Body, string? AnthropicVersion, string? AnthropicBeta);
