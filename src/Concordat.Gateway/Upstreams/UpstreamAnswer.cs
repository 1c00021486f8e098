namespace Concordat.Gateway.Upstreams;

/// <summary>An upstream's answer with its body still unread; disposing it ends the exchange with the upstream.</summary>
internal sealed class UpstreamAnswer(int status, string? mediaType, long? length, Stream body, IDisposable? owner) : IAsyncDisposable
{
    public int Status { get; } = status;

    public string? MediaType { get; } = mediaType;

    /// <summary>Announced body length in bytes, when there is one.</summary>
    public long? Length { get; } = length;

    public Stream Body { get; } = body;

    /// <summary>Seconds of an upstream's Retry-After, when it sent one in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The body has a Content-Encoding, so that it cannot be inspected.</summary>
    public bool Encoded { get; init; }

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync().ConfigureAwait(false);
        owner?.Dispose();
    }
}
