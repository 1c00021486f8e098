using Concordat.Gateway.Errors;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Pipeline;

/// <summary>An upstream's answer, or the error and whether the next deployment may be tried.</summary>
internal readonly struct DispatchResult
{
    public DispatchResult(UpstreamAnswer answer)
    {
        Answer = answer;
        MayHaveUsed = true;
    }

    public DispatchResult(GatewayError error, bool tryNext)
    {
        Error = error;
        TryNext = tryNext;
    }

    public UpstreamAnswer? Answer { get; }

    public GatewayError? Error { get; }

    public bool TryNext { get; }

    /// <summary>Whether the model may have worked on it, whatever came back.</summary>
    public bool MayHaveUsed { get; init; }
}
