using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Concordat.Commands;
using Concordat.Gateway.Configuration;

namespace Concordat.Setup;

/// <summary>What the command line of a demo adds to its configuration file.</summary>
internal sealed record DemoSetup
{
    public const int UsualPort = 8787;

    /// <summary>What the demo's agreement calls any place of a model.</summary>
    public const string Cloud = "demo";

    /// <summary>Environment variable with the key of the upstream.</summary>
    public const string KeyVariable = "CONCORDAT_UPSTREAM_KEY";

    private DemoSetup(int port, DeploymentConfig? upstream) => (Port, Upstream) = (port, upstream);

    public int Port { get; }

    public DeploymentConfig? Upstream { get; }

    /// <exception cref="CommandException">The port or the upstream makes no sense.</exception>
    public static DemoSetup Read(int? port, string? upstream, string? model, Func<string, string?> environment)
    {
        if (port is < 0 or > 65535)
        {
            throw new CommandException("concordat: `--port` must be from 0 to 65535");
        }

        if (upstream is null != model is null)
        {
            throw new CommandException("concordat: `--upstream` and `--model` belong together: where the model is, and what it is called there");
        }

        return new DemoSetup(port ?? (IsFree(UsualPort) ? UsualPort : 0), upstream is null ? null : Deployment(upstream, model!, environment));
    }

    /// <summary>The demo listens on the loopback address alone, whatever the file says.</summary>
    public ConcordatConfig Adapt(ConcordatConfig config) => config with
    {
        Listen = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"),
        Deployments = Upstream is null ? config.Deployments : [Upstream with { Network = config.Network.Id }, .. config.Deployments],
    };

    private static DeploymentConfig Deployment(string upstream, string model, Func<string, string?> environment)
    {
        var hasKey = !string.IsNullOrEmpty(environment(KeyVariable));
        if (!Uri.TryCreate(upstream, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new CommandException("concordat: `--upstream` must be a base URL such as `https://api.openai.com/v1`, without user, password and query");
        }

        if (url.Scheme is "http" && !url.IsLoopback && hasKey)
        {
            throw new CommandException("concordat: `--upstream` must be `https`: over `http` the key would travel in clear text");
        }

        return new DeploymentConfig
        {
            Name = "demo-upstream",
            Model = model,
            Kind = "openai",
            Hosting = "cloud",
            Cloud = Cloud,
            Url = upstream,
            Key = hasKey ? new SecretConfig { Env = KeyVariable } : null,
        };
    }

    // A program that takes the port in the meantime makes the start fail, and says so.
    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
