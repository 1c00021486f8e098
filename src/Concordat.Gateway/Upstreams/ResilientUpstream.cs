using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// Adds what is safe to an upstream: one retry when the request cannot have been seen, and a circuit that stays open for a
/// while after repeated failures so that other deployments are tried at once.
/// </summary>
internal sealed class ResilientUpstream : IUpstream
{
    private readonly IUpstream _inner;
    private readonly string _deployment;
    private readonly ResiliencePipeline _pipeline;

    public ResilientUpstream(IUpstream inner, string deployment, TimeProvider time)
    {
        _inner = inner;
        _deployment = deployment;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is UpstreamException),
            })
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(50),
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is UpstreamException { SafeToRetry: true }),
            })
            .Build();
    }

    public async ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static (state, token) => state.Inner.SendAsync(state.Call, token), (Inner: _inner, Call: call), cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException fault)
        {
            throw new UpstreamException(UpstreamErrors.Unreachable(_deployment), safeToRetry: true, fault);
        }
    }
}
