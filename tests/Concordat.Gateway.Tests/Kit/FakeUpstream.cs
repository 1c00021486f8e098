using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>An upstream whose every answer a test writes by hand, on a free loopback port.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeUpstream(WebApplication app) => _app = app;

    /// <summary>What to answer; set before the request.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http => http.Response.WriteAsync("{}");

    /// <summary>Bodies received, in order.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public ConcurrentQueue<IHeaderDictionary> Headers { get; } = new();

    public string Url => _app.Urls.First();

    public static async Task<FakeUpstream> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new FakeUpstream(app);
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            http.Items[typeof(FakeUpstream)] = body.ToArray();
            upstream.Bodies.Enqueue(body.ToArray());
            upstream.Headers.Enqueue(new HeaderDictionary(http.Request.Headers.ToDictionary())); // the server takes its own back
            await upstream.Answer(http);
        });
        await app.StartAsync();
        return upstream;
    }

    /// <summary>The body of the request that is being answered, whatever comes in beside it.</summary>
    public static byte[] BodyOf(HttpContext http) => (byte[])http.Items[typeof(FakeUpstream)]!;

    public void AnswerJson(string json, int status = 200) => Answer = http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json);
    };

    /// <summary>Answers with server-sent events, each flushed by itself.</summary>
    public void AnswerEvents(IReadOnlyList<string> events) => Answer = async http =>
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var item in events)
        {
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(item));
            await http.Response.Body.FlushAsync();
        }
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
