using System.Net.Http.Headers;
using System.Text.Json;

namespace Concordat.Client;

/// <summary>Asks a gateway for its verdict on a request, without sending the request to a model.</summary>
/// <remarks>Safe for concurrent use. The HTTP client carries the gateway's address and, by default headers, the API key.</remarks>
public sealed class PreflightClient(HttpClient http)
{
    private const int MaxAnswerBytes = 1024 * 1024;

    private static readonly Uri Path = new("v1/preflight", UriKind.Relative);

    /// <summary>Returns the verdict that the request would get.</summary>
    /// <param name="operation">The route the request is meant for: <c>chat</c>, <c>responses</c>, <c>messages</c> or <c>embeddings</c>.</param>
    /// <param name="request">The body that would be sent to the model's endpoint, as JSON.</param>
    /// <param name="declarations">What the request says about its data; null says nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PreflightException">The gateway gave no verdict. Treat it as a refusal.</exception>
    public async Task<PreflightVerdict> PreflightAsync(
        string operation, ReadOnlyMemory<byte> request, PreflightDeclarations? declarations = null, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(Envelope(operation, request.Span)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        declarations?.AddTo(message.Headers);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await ReadBoundedAsync(response.Content, cancellationToken);
            return response.IsSuccessStatusCode
                ? PreflightVerdict.Parse(body)
                : throw new PreflightException($"the gateway answered {(int)response.StatusCode}: {ErrorMessage(body)}", (int)response.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new PreflightException($"the gateway cannot be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PreflightException("the gateway did not answer in time", e);
        }
    }

    /// <summary>The request is put in as it is, spacing and all; the gateway says where it is wrong.</summary>
    private static byte[] Envelope(string operation, ReadOnlySpan<byte> request) =>
        [.. "{\"operation\":\""u8, .. JsonEncodedText.Encode(operation).EncodedUtf8Bytes, .. "\",\"request\":"u8, .. request, (byte)'}'];

    private static async Task<byte[]> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > MaxAnswerBytes)
            {
                throw new PreflightException($"the gateway's answer is longer than {MaxAnswerBytes} bytes");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>The message in either vendor's error shape.</summary>
    private static string ErrorMessage(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
            {
                return message.GetString()!;
            }
        }
        catch (JsonException)
        {
            // not JSON: a proxy's page, perhaps
        }

        return "no reason was given (is this the address of a gateway?)";
    }
}
