using System.Globalization;
using Concordat.Attestation;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Deployments;

/// <summary>Asks for a document over HTTP: bounded in bytes and time, no redirects.</summary>
internal static class EvidenceRequest
{
    /// <summary>Stands in URLs for the nonce, 64 hex digits.</summary>
    public const string Nonce = "{nonce}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="HttpRequestException">It could not be reached or did not answer with a document.</exception>
    /// <exception cref="IOException">It broke off, or sent too much.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<byte[]> SendAsync(string url, byte[] nonce, UpstreamPool pool, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, url.Replace(Nonce, Convert.ToHexStringLower(nonce), StringComparison.Ordinal));
        try
        {
            using var response = await pool.Http.SendAsync(request, either.Token).ConfigureAwait(false);
            if ((int)response.StatusCode != 200)
            {
                throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"it answered with status {(int)response.StatusCode}, not with a document"));
            }

            using var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            var buffer = new byte[EvidenceVerifier.MostBytes + 1];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, either.Token).ConfigureAwait(false);
            return length <= EvidenceVerifier.MostBytes
                ? buffer[..length]
                : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it sent more than {EvidenceVerifier.MostBytes} bytes"));
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"it did not answer within {Patience.TotalSeconds} seconds"), fault);
        }
    }
}
