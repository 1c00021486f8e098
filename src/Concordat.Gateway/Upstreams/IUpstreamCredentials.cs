namespace Concordat.Gateway.Upstreams;

/// <summary>Proves to an upstream, request by request, who asks. Thread-safe.</summary>
internal interface IUpstreamCredentials
{
    /// <summary>Adds the proof to the request's headers.</summary>
    /// <exception cref="CredentialException">None can be had now.</exception>
    ValueTask ApplyAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>The upstream did not accept it: whatever was kept is fetched anew.</summary>
    void Forget();
}
