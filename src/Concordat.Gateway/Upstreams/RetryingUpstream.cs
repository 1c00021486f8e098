namespace Concordat.Gateway.Upstreams;

/// <summary>Asks an upstream once more when the request cannot have been seen, such as over a connection that was just being closed.</summary>
internal sealed class RetryingUpstream(IUpstream inner, TimeProvider time) : IUpstream
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    public async ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (UpstreamException fault) when (fault.SafeToRetry)
        {
            // Once more, below.
        }

        await Task.Delay(Delay, time, cancellationToken).ConfigureAwait(false);
        return await inner.SendAsync(call, cancellationToken).ConfigureAwait(false);
    }
}
