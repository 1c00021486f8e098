using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Mcp;
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

    public TimeProvider Time { get; } = time;

    public IUpstream Create(DeploymentConfig config) => config.Kind == "sandbox"
        ? new SandboxUpstream(Time)
        : new ResilientUpstream(new HttpUpstream(config, SecretReader.Read(config.Key), _http, Time), config.Name, Time);

    /// <param name="limit">Most bytes of one answer.</param>
    public McpUpstream CreateMcp(McpServerConfig config, int limit) =>
        new(config, new McpConnection(config, SecretReader.Read(config.Key), _http, limit), Time);

    public void Dispose() => _http.Dispose();
}
