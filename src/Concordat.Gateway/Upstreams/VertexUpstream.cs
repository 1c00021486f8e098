using System.Buffers;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// Gives requests of Anthropic's dialect the form that Google Vertex AI takes them in. It stands outside of what is tried again: a request that
/// cannot be carried is none. Thread-safe.
/// </summary>
internal sealed class VertexUpstream(IUpstream inner, string deployment) : IUpstream
{
    public ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(call.Body.Length + 64);
        if (VertexMessages.Write(call.Body.Span, body) is not { } path)
        {
            throw new UpstreamException(
                GatewayErrors.Unsupported(
                    $"$.{VertexMessages.VersionMember}",
                    $"`$.{VertexMessages.VersionMember}` is not the client's to say to the deployment `{deployment}`, which stands on Google Vertex AI; leave it out"),
                safeToRetry: true);
        }

        return inner.SendAsync(call with { Path = path, Body = body.WrittenMemory }, cancellationToken);
    }
}
