using System.Net;

namespace Concordat.Ledger.Tiles;

/// <summary>A log behind a web server.</summary>
internal sealed class HttpLogSource(HttpClient http, Uri prefix) : ILogSource
{
    private readonly string _prefix = prefix.AbsoluteUri.TrimEnd('/') + "/";

    public async ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(_prefix + path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return null;
            }

            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadBoundedAsync(body, maxBytes, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the server did not answer in time", e);
        }
    }

    public IEnumerable<string> SavedCheckpoints() => [];

    private static async Task<byte[]> ReadBoundedAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > maxBytes)
            {
                throw new IOException($"the answer is longer than {maxBytes} bytes");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
