using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Sandbox;

namespace Concordat.Gateway.Upstreams;

/// <summary>Makes the upstream of a deployment; owns the connection pool that all of them share. Thread-safe.</summary>
internal sealed class UpstreamFactory(TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxResponseHeadersLength = 64,
    });

    public IUpstream Create(DeploymentConfig config) => config.Kind == "sandbox"
        ? new SandboxUpstream(time)
        : new ResilientUpstream(new HttpUpstream(config, SecretReader.Read(config.Key), _http, time), config.Name, time);

    public void Dispose() => _http.Dispose();
}
