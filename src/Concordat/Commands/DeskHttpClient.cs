using System.Net.Http.Headers;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary>Brings signed statements, or what an API key may say, to a gateway.</summary>
/// <param name="key">The API key; null where the signature says who speaks.</param>
internal sealed class DeskHttpClient(Uri gateway, string? key = null) : IDisposable
{
    private const int MostBytes = 8 * 1024 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = gateway,
        MaxResponseContentBufferSize = MostBytes,
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <exception cref="CommandException">The text is no address.</exception>
    public static Uri AddressOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new CommandException($"concordat: `{address}` is not the address of a gateway, such as `http://127.0.0.1:8787`");

    /// <exception cref="CommandException">The gateway refuses, or does not answer.</exception>
    public async Task<JsonDocument> PostAsync(string path, byte[] json, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return JsonDocument.Parse(body);
            }

            using var refusal = JsonDocument.Parse(body);
            throw new CommandException("concordat: " + refusal.RootElement.GetProperty("error").GetProperty("message").GetString()) { Code = ExitCode.CheckFailed };
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CommandException($"concordat: no gateway answers at `{gateway}` as it should ({fault.Message}); give its address with `--gateway`");
        }
    }

    public void Dispose() => _http.Dispose();
}
