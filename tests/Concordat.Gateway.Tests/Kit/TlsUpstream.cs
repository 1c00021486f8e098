using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A model behind TLS on loopback, which answers for its evidence too; its certificate can change while connections stand.</summary>
internal sealed class TlsUpstream : IAsyncDisposable
{
    private const string Answer =
        """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""";

    private readonly WebApplication _app;

    private TlsUpstream(WebApplication app, X509Certificate2 certificate) => (_app, Certificate) = (app, certificate);

    /// <summary>What new connections are shown.</summary>
    public X509Certificate2 Certificate { get; set; }

    /// <summary>Makes the document for a nonce.</summary>
    public Func<string, Task<byte[]>> Evidence { get; set; } = _ => throw new InvalidOperationException("no evidence");

    /// <summary>The connections that requests of the model came over, in order.</summary>
    public ConcurrentQueue<string> Connections { get; } = new();

    public string Url => _app.Urls.First();

    public int Port => new Uri(Url).Port;

    /// <param name="port">0 for any that is free.</param>
    public static async Task<TlsUpstream> StartAsync(X509Certificate2 certificate, int port = 0)
    {
        TlsUpstream? upstream = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(
            IPAddress.Loopback, port, listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => upstream!.Certificate)));
        var app = builder.Build();
        upstream = new TlsUpstream(app, certificate);
        app.Run(upstream.ServeAsync);
        await app.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        if (http.Request.Path == "/attestation")
        {
            await http.Response.Body.WriteAsync(await Evidence(http.Request.Query["nonce"]!), http.RequestAborted);
            return;
        }

        Connections.Enqueue(http.Connection.Id);
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Answer, http.RequestAborted);
    }
}
