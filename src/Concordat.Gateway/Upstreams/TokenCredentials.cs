using System.Net.Http.Headers;
using System.Text.Json;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// A bearer token from a token endpoint (RFC 6749), kept until shortly before it expires and then fetched anew, once for all requests that wait for it.
/// Where a new one cannot be had, the old one serves as long as it is valid. Thread-safe.
/// </summary>
internal abstract class TokenCredentials(HttpMessageInvoker http, TimeProvider time) : IUpstreamCredentials
{
    /// <summary>A token is renewed so long before it expires.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly Lock _turn = new();
    private volatile BearerToken? _token;
    private Task<BearerToken>? _fetching; // under _turn

    public async ValueTask ApplyAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var token = _token is { } kept && time.GetUtcNow() < kept.Renew ? kept : await RenewAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.TryAddWithoutValidation("Authorization", token.Header);
    }

    public void Forget() => _token = null;

    /// <summary>The form that is posted for a token, and where.</summary>
    /// <exception cref="CredentialException">The secret it needs cannot be read.</exception>
    protected abstract (Uri Endpoint, Dictionary<string, string> Form) Ask(DateTimeOffset now);

    private Task<BearerToken> RenewAsync()
    {
        lock (_turn)
        {
            // Another request may have brought it meanwhile.
            return _token is { } kept && time.GetUtcNow() < kept.Renew ? Task.FromResult(kept)
                : _fetching is { IsCompleted: false } ? _fetching
                : _fetching = KeepAsync(_token);
        }
    }

    private async Task<BearerToken> KeepAsync(BearerToken? before)
    {
        var now = time.GetUtcNow();
        try
        {
            return _token = await FetchAsync(now).ConfigureAwait(false);
        }
        catch (CredentialException) when (before is not null && now < before.Expires)
        {
            return before;
        }
    }

    private async Task<BearerToken> FetchAsync(DateTimeOffset now)
    {
        var (endpoint, form) = Ask(now);
        using var content = new FormUrlEncodedContent(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return Read(await SmallAnswer.AskAsync(http, request, "the token endpoint", time, CancellationToken.None).ConfigureAwait(false), now);
    }

    private static BearerToken Read(ReadOnlySpan<byte> json, DateTimeOffset now)
    {
        try
        {
            var root = JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("access_token"u8, out var token) && token.ValueKind == JsonValueKind.String
                && token.GetString() is { Length: > 0 and <= 16_384 } text && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
                && root.TryGetProperty("expires_in"u8, out var seconds) && seconds.TryGetInt32(out var lasting) && lasting > 0)
            {
                var expires = now.AddSeconds(lasting);
                var ahead = TimeSpan.FromSeconds(lasting) / 2;
                return new BearerToken($"Bearer {text}", expires - (ahead < Ahead ? ahead : Ahead), expires);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // said below
        }

        throw new CredentialException("the token endpoint sent no token");
    }
}
