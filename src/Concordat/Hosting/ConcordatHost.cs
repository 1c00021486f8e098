using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Console;
using Concordat.Console.Access;
using Concordat.Console.Terms;
using Concordat.Gateway.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Console;

namespace Concordat.Hosting;

/// <summary>A serving process: data plane and console over one Kestrel, the configuration watched, ended in order.</summary>
/// <remarks>
/// Starts from an empty builder: no settings file and no environment variable changes what it does; the configuration file says all.
/// On a signal it takes no new connection, lets requests under way finish, and signs a last checkpoint.
/// </remarks>
internal sealed class ConcordatHost : IAsyncDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    private readonly WebApplication _application;
    private readonly GatewayParts _parts;
    private readonly ConsoleToken? _token;

    private ConcordatHost(WebApplication application, GatewayParts parts, ConsoleToken? token)
    {
        (_application, _parts, _token) = (application, parts, token);
        Url = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
    }

    /// <summary>Where it listens, with the port that the system gave when 0 was asked for.</summary>
    public string Url { get; }

    public string ConsoleUrl => _token?.UrlUnder(Url) ?? $"{Url}/console";

    public GatewayParts Parts => _parts;

    /// <exception cref="CommandException">The agreement does not verify.</exception>
    /// <exception cref="IOException">The address cannot be listened on, or the data folder cannot be used.</exception>
    public static async Task<ConcordatHost> StartAsync(HostSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder(settings.Config);
        ConfigurationWatcher? watcher = null;
        builder.Services.AddHostedService(_ => watcher ?? throw new InvalidOperationException("the watcher is made before the start"));
        var application = builder.Build();
        GatewayParts? parts = null;
        try
        {
            parts = await GatewayParts.OpenAsync(
                settings.Config, time, application.Services.GetRequiredService<ILoggerFactory>(), cancellationToken);
            var data = new ConsoleData(parts.Ledger, parts.Gateway, new InstanceComparisons(time, application.Lifetime.ApplicationStopping), time);
            var inForce = new AgreementInForce(parts.Gateway, data, parts.Stores.RevokedSigners, settings.ConfigurationPath, time);
            if (await inForce.ApplyAsync(settings.Config, cancellationToken) is { Count: > 0 } errors)
            {
                throw new CommandException([.. errors]) { Code = ExitCode.CheckFailed };
            }

            await parts.Gateway.WarmUpAsync(cancellationToken);
            watcher = Watch(settings, inForce, parts, application, time);
            var token = ConsoleSetup.OpenToken(settings.Config);
            Map(application, parts, ConsoleSetup.Of(settings.Config, parts, data, token, time));
            GiveBackMemory();
            await application.StartAsync(cancellationToken);
            return new ConcordatHost(application, parts, token);
        }
        catch
        {
            await application.DisposeAsync();
            if (parts is not null)
            {
                await parts.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Returns when the process was told to end and has let the requests under way finish.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _application.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        await _parts.DisposeAsync();
    }

    /// <summary>Reading and proving the agreement leaves twice as much behind as is kept: it goes before there are requests to wait for it.</summary>
    private static void GiveBackMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static ConfigurationWatcher Watch(
        HostSettings settings, AgreementInForce inForce, GatewayParts parts, WebApplication application, TimeProvider time)
    {
        var state = new ConfigurationState(time.GetUtcNow(), status =>
        {
            if (!status.IsCurrent)
            {
                parts.Gateway.ReportBadConfiguration(status.Errors[0]);
            }
        });
        return new ConfigurationWatcher(
            settings.ConfigurationPath, settings.Config, settings.Load, inForce.ApplyAsync, state, time,
            application.Services.GetRequiredService<ILogger<ConfigurationWatcher>>());
    }

    private static void Map(WebApplication application, GatewayParts parts, ConsoleOptions console)
    {
        application.UseRouting();
        application.MapConsole(console);
        parts.Gateway.Map(application);
        application.UseEndpoints(_ => { });
    }

    private static WebApplicationBuilder CreateBuilder(ConcordatConfig config)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "concordat" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Limit(options, config));

        // A request goes on where its bytes were read, without a hop through the pool; what blocks there holds up its own connection only.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseUrls(config.Listen);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainTime);
        Log(builder.Logging);
        return builder;
    }

    private static void Limit(KestrelServerOptions options, ConcordatConfig config)
    {
        options.AddServerHeader = false;
        options.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);

        // The gateway refuses a body that is too large in the caller's own dialect. This bound stands behind it, some way off: what lies between
        // is read and thrown away, because a sender whose connection closes while it still writes never sees the answer.
        options.Limits.MaxRequestBodySize = 8L * config.Limits.BodyBytes;
        options.Limits.MaxConcurrentConnections = Math.Max(10_000, 4L * config.Limits.ConcurrentRequests);
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        options.Limits.MaxRequestHeaderCount = 64;
        options.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        options.Limits.MaxRequestLineSize = 8 * 1024;
    }

    // Standard output belongs to what commands report.
    private static void Log(ILoggingBuilder logging)
    {
        // As long as this category is on, the server opens an activity and a log scope for each request, which nothing here reads.
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
