using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Mcp;
using Concordat.Gateway.Sandbox;
using Concordat.Gateway.Upstreams.Aws;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Upstreams;

/// <summary>Makes the upstream of a deployment; owns their connections, which outlive a reload. Thread-safe.</summary>
/// <param name="time">The clock of timeouts.</param>
/// <param name="resolve">Finds the addresses of hosts; null for the system's way.</param>
/// <param name="logger">Is told when keys of a role cannot be renewed.</param>
/// <param name="environment">Reads an environment variable; null for the process's.</param>
internal sealed class UpstreamFactory(
    TimeProvider time, HostResolver? resolve = null, ILogger<UpstreamFactory>? logger = null, Func<string, string?>? environment = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AwsRoleKeys>> _roles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UpstreamPool> _pools = new(StringComparer.Ordinal);

    public TimeProvider Time { get; } = time;

    /// <summary>Is told a deployment and a TLS key of it that its evidence does not name; called from requests, and must return at once.</summary>
    public Action<string, string>? KeyRefused { get; set; }

    /// <param name="limit">Most bytes of one answer.</param>
    /// <param name="listed">The blocks of addresses that the agreement lists.</param>
    /// <param name="rule">Where the deployment's own connections may lead.</param>
    public IUpstream Create(DeploymentConfig config, int limit, ImmutableArray<IPNetwork> listed, AddressRule rule)
    {
        if (config.Kind == UpstreamKinds.Sandbox)
        {
            return new SandboxUpstream(Time);
        }

        // Where tokens come from need not stand in the deployment's cloud, but is no inner address either.
        var credentials = UpstreamCredentials.Of(
            config, () => Pool($"tokens {config.Name} {UpstreamCredentials.TokenHost(config)}", null, new AddressRule("unknown", listed)).Http,
            aws => Role(aws, listed), Time);
        var http = new HttpUpstream(config, SecretReader.Read(config.Key), credentials, PoolOf(config, rule).Http, Time);
        var retrying = new RetryingUpstream(http, Time);
        return new TranslatingUpstream(config.Kind == UpstreamKinds.VertexAnthropic ? new VertexUpstream(retrying, config.Name) : retrying, config, limit, Time);
    }

    /// <param name="limit">Most bytes of one answer.</param>
    /// <param name="rule">Where its connections may lead.</param>
    public McpUpstream CreateMcp(McpServerConfig config, int limit, AddressRule rule)
    {
        var pool = Pool($"mcp {config.Name}", null, rule);
        return new McpUpstream(config, new McpConnection(config, SecretReader.Read(config.Key), pool.Http, limit), Time);
    }

    /// <summary>The connections of a deployment.</summary>
    /// <param name="rule">Where they may lead.</param>
    public UpstreamPool PoolOf(DeploymentConfig config, AddressRule rule) =>
        Pool($"deployment {config.Name} {config.Url} {config.Evidence?.BindsKey}", config.Name, rule, config.TlsAuthorities);

    /// <summary>The connections to where a deployment's evidence is asked for, which need not stand in its cloud.</summary>
    public UpstreamPool EvidencePoolOf(DeploymentConfig config, ImmutableArray<IPNetwork> listed) =>
        Pool($"evidence {config.Name} {config.Evidence?.Url}", null, AddressRule.Public with { Listed = listed }, config.TlsAuthorities);

    public void Dispose()
    {
        foreach (var role in _roles.Values)
        {
            role.Value.Dispose();
        }

        foreach (var pool in _pools.Values)
        {
            pool.Dispose();
        }
    }

    /// <summary>The keys of a role, which all its deployments share and which are asked for from now on.</summary>
    internal AwsRoleKeys Role(AwsConfig aws, ImmutableArray<IPNetwork> listed) => _roles.GetOrAdd(
        aws.Credentials == AwsConfig.WebIdentity ? $"{aws.Credentials} {aws.TokenService} {string.Join(',', listed)}" : aws.Credentials,
        name => new Lazy<AwsRoleKeys>(() =>
        {
            var keys = new AwsRoleKeys(RoleOf(aws, listed), Time, logger ?? NullLogger<UpstreamFactory>.Instance);
            _ = keys.StartAsync();
            return keys;
        })).Value;

    private IAwsRole RoleOf(AwsConfig aws, ImmutableArray<IPNetwork> listed)
    {
        var variables = environment ?? Environment.GetEnvironmentVariable;
        return aws.Credentials switch
        {
            AwsConfig.Container => new AwsContainerRole(Pool("role of the container", null, AddressRule.Credentials).Http, variables, Time),
            AwsConfig.Instance => new AwsInstanceRole(Pool("role of the instance", null, AddressRule.Credentials).Http, variables, Time),
            _ => new AwsWebIdentityRole(aws.TokenService, Pool($"role of the web identity {aws.TokenService}", null, new AddressRule("unknown", listed)).Http, variables, Time),
        };
    }

    /// <summary>The same rule and the same authorities find their connections again; others begin with none.</summary>
    private UpstreamPool Pool(string name, string? deployment, AddressRule rule, TlsAuthoritiesConfig? authorities = null) => _pools.GetOrAdd(
        $"{name} {rule.Cloud} {rule.IsHeld} {string.Join(',', rule.Listed)} {(authorities is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(authorities.Pem))))}",
        static (_, made) => new UpstreamPool(made.deployment, made.rule, made.resolve, made.authorities, made.refused),
        (deployment, rule, resolve: resolve ?? Resolve, authorities, refused: (Action<string, string>)((named, key) => KeyRefused?.Invoke(named, key))));

    private static Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
