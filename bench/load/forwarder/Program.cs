// The floor: buffer the request, send it on, stream the answer through. PORT and UPSTREAM come from the environment.
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

var upstream = Environment.GetEnvironmentVariable("UPSTREAM") ?? throw new InvalidOperationException("set UPSTREAM");
var port = int.Parse(Environment.GetEnvironmentVariable("PORT") ?? throw new InvalidOperationException("set PORT"), CultureInfo.InvariantCulture);
using var client = new HttpMessageInvoker(new SocketsHttpHandler
{
    UseProxy = false,
    UseCookies = false,
    AllowAutoRedirect = false,
    ActivityHeadersPropagator = null,
    AutomaticDecompression = DecompressionMethods.None,
    PooledConnectionLifetime = TimeSpan.FromMinutes(10),
});

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(options =>
{
    options.AddServerHeader = false;
    options.Listen(IPAddress.Loopback, port);
});
await using var app = builder.Build();
app.Run(ForwardAsync);
await app.RunAsync();

async Task ForwardAsync(HttpContext context)
{
    var cancellation = context.RequestAborted;
    var length = (int)(context.Request.ContentLength ?? 0);
    using var buffer = new MemoryStream(length > 0 ? length : 4096);
    await context.Request.Body.CopyToAsync(buffer, cancellation);

    using var request = new HttpRequestMessage(HttpMethod.Post, upstream + context.Request.Path)
    {
        Content = new ReadOnlyMemoryContent(new ReadOnlyMemory<byte>(buffer.GetBuffer(), 0, (int)buffer.Length)),
    };
    request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());

    using var answer = await client.SendAsync(request, cancellation);
    var streams = string.Equals(answer.Content.Headers.ContentType?.MediaType, "text/event-stream", StringComparison.Ordinal);
    context.Response.StatusCode = (int)answer.StatusCode;
    context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
    if (!streams)
    {
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
    }

    await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
    var writer = context.Response.BodyWriter;
    int read;
    while ((read = await body.ReadAsync(writer.GetMemory(8192), cancellation)) > 0)
    {
        writer.Advance(read);
        if (streams)
        {
            await writer.FlushAsync(cancellation);
        }
    }
}
