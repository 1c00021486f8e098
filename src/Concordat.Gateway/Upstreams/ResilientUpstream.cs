using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// Adds what is safe to an upstream: one retry when the request cannot have been seen, and a circuit that stays open for a
/// while after ten failures within half a minute, so that other deployments are tried at once.
/// </summary>
internal sealed class ResilientUpstream : IUpstream
{
    private readonly IUpstream _inner;
    private readonly string _deployment;
    private readonly CircuitBreakerStateProvider _circuit = new();
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
                StateProvider = _circuit,
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
        UpstreamException? first = null;
        if (_circuit.CircuitState == CircuitState.Closed)
        {
            // All is well as a rule, and then the strategies would cost more than the call: only a failure goes through them.
            try
            {
                return await _inner.SendAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (UpstreamException fault)
            {
                first = fault;
            }
        }

        return await SendResilientlyAsync(call, first, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends through the strategies; a first attempt that has failed already counts as theirs.</summary>
    private async ValueTask<UpstreamAnswer> SendResilientlyAsync(UpstreamCall call, UpstreamException? first, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                token =>
                {
                    var failed = first;
                    first = null;
                    return failed is null ? _inner.SendAsync(call, token) : ValueTask.FromException<UpstreamAnswer>(failed);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException fault)
        {
            throw new UpstreamException(UpstreamErrors.Unreachable(_deployment), safeToRetry: true, fault);
        }
    }
}
