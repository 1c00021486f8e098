namespace Concordat.Gateway.Upstreams;

/// <summary>Asks somebody who gives out credentials, for at most 10 seconds and 64 KiB of an answer.</summary>
internal static class SmallAnswer
{
    private const int Most = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="who">Who is asked, in words such as <c>the token endpoint</c>.</param>
    /// <returns>The body of a good answer.</returns>
    /// <exception cref="CredentialException">Another one came, or none, or too much.</exception>
    public static async Task<byte[]> AskAsync(HttpMessageInvoker http, HttpRequestMessage request, string who, TimeProvider time, CancellationToken cancellation)
    {
        using var patience = new IdleTimeout(Patience, longest: null, time, cancellation);
        var stop = patience.Restart();
        try
        {
            using var response = await http.SendAsync(request, stop).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new CredentialException($"{who} answered with status {(int)response.StatusCode}");
            }

            using var bounded = new MemoryStream();
            await using var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            var buffer = new byte[8192];
            int count;
            while ((count = await stream.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0)
            {
                bounded.Write(buffer, 0, count);
                if (bounded.Length > Most)
                {
                    throw new CredentialException($"{who} sent too much");
                }
            }

            return bounded.ToArray();
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new CredentialException($"{who} did not answer in time", fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new CredentialException($"{who} cannot be reached", fault);
        }
    }
}
