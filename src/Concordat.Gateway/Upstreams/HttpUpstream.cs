using System.Net;
using System.Net.Http.Headers;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Upstreams;

/// <summary>A deployment's endpoint over HTTP: sends what it is given to the URL of its path, with the proof of who asks. Thread-safe.</summary>
internal sealed class HttpUpstream : IUpstream
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly string _deployment;
    private readonly string _kind;
    private readonly string? _authorization;
    private readonly string? _key;
    private readonly IUpstreamCredentials? _credentials;
    private readonly TimeSpan _firstByteTimeout;
    private readonly Dictionary<string, Uri> _uris;

    /// <param name="credentials">What proves who asks, where a key does not.</param>
    public HttpUpstream(DeploymentConfig config, string? key, IUpstreamCredentials? credentials, HttpMessageInvoker http, TimeProvider time)
    {
        _http = http;
        _time = time;
        _deployment = config.Name;
        _kind = config.Kind;
        _key = key;
        _credentials = credentials;
        _authorization = key is null ? null : $"Bearer {key}";
        _firstByteTimeout = config.FirstByteTimeout;
        _uris = UpstreamAddresses.Of(config);
    }

    public async ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _uris[call.Path]) { Content = new ReadOnlyMemoryContent(call.Body) };
        request.Content.Headers.ContentType = Json;
        Authorize(request.Headers, call);
        if (_credentials is not null)
        {
            await ProveAsync(_credentials, request, call.Body, cancellationToken).ConfigureAwait(false);
        }

        using var patience = new IdleTimeout(_firstByteTimeout, longest: null, _time, cancellationToken);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, patience.Restart()).ConfigureAwait(false);
        }
        catch (HttpRequestException fault)
        {
            request.Dispose();
            var neverSent = fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            throw new UpstreamException(
                neverSent ? UpstreamErrors.Unreachable(_deployment) : UpstreamErrors.Interrupted(_deployment), neverSent, fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            request.Dispose();
            throw new UpstreamException(UpstreamErrors.Timeout(_deployment), safeToRetry: false, fault);
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized || (response.StatusCode == HttpStatusCode.Forbidden && _kind == "aws-bedrock"))
        {
            _credentials?.Forget();
        }

        return await OpenAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ProveAsync(
        IUpstreamCredentials credentials, HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await credentials.ApplyAsync(request, body, cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialException fault)
        {
            request.Dispose();
            throw new UpstreamException(UpstreamErrors.NoCredentials(_deployment, fault.Message), safeToRetry: true, fault);
        }
    }

    private static async ValueTask<UpstreamAnswer> OpenAsync(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = response.Content.Headers;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new UpstreamAnswer((int)response.StatusCode, headers.ContentType?.MediaType, headers.ContentLength, body, new Exchange(request, response))
        {
            Encoded = headers.ContentEncoding.Count > 0,
            RetryAfter = response.Headers.RetryAfter?.Delta is { } delta ? (int)Math.Min(delta.TotalSeconds, 86_400) : null,
        };
    }

    private void Authorize(HttpRequestHeaders headers, UpstreamCall call)
    {
        switch (_kind)
        {
            case "anthropic":
                headers.TryAddWithoutValidation("anthropic-version", call.AnthropicVersion ?? "2023-06-01");
                if (call.AnthropicBeta is not null)
                {
                    headers.TryAddWithoutValidation("anthropic-beta", call.AnthropicBeta);
                }

                AddKey(headers, "x-api-key", _key);
                break;
            case UpstreamKinds.VertexAnthropic:
                AddKey(headers, "anthropic-beta", call.AnthropicBeta);
                break;
            case "azure-openai":
                AddKey(headers, "api-key", _key);
                break;
            default:
                AddKey(headers, "Authorization", _authorization);
                break;
        }
    }

    private static void AddKey(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }

    private sealed class Exchange(HttpRequestMessage request, HttpResponseMessage response) : IDisposable
    {
        public void Dispose()
        {
            response.Dispose();
            request.Dispose();
        }
    }
}
