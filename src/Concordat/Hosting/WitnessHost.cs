using Concordat.Ledger.Witnessing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Concordat.Hosting;

/// <summary>A witness over HTTP (C2SP tlog-witness): <c>POST /add-checkpoint</c>, and <c>GET /HASH/checkpoint</c> for monitors.</summary>
/// <remarks>Nobody signs in: what a request may do hangs on the log's signature alone. Bodies, connections and times are bounded.</remarks>
internal sealed class WitnessHost : IAsyncDisposable
{
    private const int MaxConcurrent = 64;

    private readonly WebApplication _application;
    private readonly Witness _witness;
    private readonly SemaphoreSlim _room = new(MaxConcurrent);

    private WitnessHost(WebApplication application, Witness witness) => (_application, _witness) = (application, witness);

    public string Url => _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    /// <param name="witness">The witness; disposed of by its owner, after the host.</param>
    /// <param name="listen">Where to listen, such as <c>http://127.0.0.1:7380</c>.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<WitnessHost> StartAsync(Witness witness, string listen, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "concordat" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        builder.WebHost.UseUrls(listen);
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        var host = new WitnessHost(application, witness);
        application.UseRouting();
        application.MapPost("/add-checkpoint", host.AddCheckpointAsync);
        application.MapGet("/{hash}/checkpoint", host.MonitorAsync);
        application.UseEndpoints(_ => { });
        try
        {
            await application.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _application.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _room.Dispose();
    }

    private static void Limit(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1);
        options.Limits.MaxRequestBodySize = AddCheckpointRequest.MaxBytes;
        options.Limits.MaxConcurrentConnections = 1000;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        options.Limits.MaxRequestHeaderCount = 64;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.MaxRequestLineSize = 8 * 1024;
    }

    private async Task AddCheckpointAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            http.Response.StatusCode = e.StatusCode;
            return;
        }

        // The disk and the signature take their time; who comes when it is full is told to come again.
        if (!await _room.WaitAsync(TimeSpan.Zero, http.RequestAborted))
        {
            http.Response.Headers.RetryAfter = "1";
            await AnswerAsync(http, new WitnessAnswer(WitnessOutcome.Unavailable, "too many requests at once\n"));
            return;
        }

        try
        {
            await AnswerAsync(http, _witness.AddCheckpoint(body.GetBuffer().AsSpan(0, (int)body.Length)));
        }
        finally
        {
            _room.Release();
        }
    }

    private static Task AnswerAsync(HttpContext http, WitnessAnswer answer)
    {
        http.Response.StatusCode = (int)answer.Outcome;
        http.Response.ContentType = answer.ContentType;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(answer.Body, http.RequestAborted);
    }

    private async Task MonitorAsync(HttpContext http)
    {
        if (_witness.Monitor((string)http.Request.RouteValues["hash"]!) is not { } note)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = note.Length;
        http.Response.Headers.CacheControl = "public, max-age=1";
        await http.Response.Body.WriteAsync(note, http.RequestAborted);
    }
}
