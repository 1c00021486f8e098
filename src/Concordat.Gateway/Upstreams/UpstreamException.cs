using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Upstreams;

/// <summary>An upstream failed before it answered; says whether another deployment may be tried without doing anything twice.</summary>
internal sealed class UpstreamException(GatewayError error, bool safeToRetry, Exception? inner = null) : Exception(error.Message, inner)
{
    public GatewayError Error { get; } = error;

    /// <summary>The model cannot have seen the request, or said itself that it did not take it.</summary>
    public bool SafeToRetry { get; } = safeToRetry;
}
