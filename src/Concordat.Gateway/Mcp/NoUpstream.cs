using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Mcp;

/// <summary>A tool server takes no prompts.</summary>
internal sealed class NoUpstream : IUpstream
{
    public ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken) =>
        throw new NotSupportedException("a tool server is not a model");
}
