namespace Concordat.Gateway.Upstreams;

/// <summary>One deployment's endpoint. Thread-safe.</summary>
internal interface IUpstream
{
    /// <summary>
    /// Sends the inspected bytes and returns once the answer's headers are there.
    /// </summary>
    /// <exception cref="UpstreamException">The upstream could not be reached, hung, or answered with a fault.</exception>
    ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken);
}
