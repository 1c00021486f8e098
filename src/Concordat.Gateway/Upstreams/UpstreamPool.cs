using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using Concordat.Gateway.Addresses;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// The connections to one upstream: no redirects, no cookies, no proxy, nothing unpacked, addresses checked, and TLS keys too once evidence
/// names them. Lives across reloads. Thread-safe.
/// </summary>
internal sealed class UpstreamPool : HttpMessageHandler
{
    private readonly string? _deployment;
    private readonly CheckedConnector _connector;
    private readonly Lock _turn = new();
    private volatile HttpMessageInvoker _current;
    private ImmutableArray<string> _keys = []; // under _turn

    /// <param name="deployment">Whose errors say which deployment; null where the caller makes its own of what goes wrong.</param>
    public UpstreamPool(string? deployment, AddressRule rule, HostResolver resolve)
    {
        _deployment = deployment;
        _connector = new CheckedConnector(rule, resolve);
        _current = new HttpMessageInvoker(Handler());
        Http = new HttpMessageInvoker(this, disposeHandler: false);
    }

    public HttpMessageInvoker Http { get; }

    /// <summary>From now on only servers with one of these keys are spoken to; connections to others are used no more.</summary>
    /// <param name="keys">SHA-256 of the SPKI, lower hex.</param>
    public void Pin(ImmutableArray<string> keys)
    {
        lock (_turn)
        {
            if (keys.SequenceEqual(_keys, StringComparer.Ordinal))
            {
                return;
            }

            var handler = Handler();
            var pin = new TlsKeyPin(keys);
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, errors) => pin.Accepts(certificate, errors) };
            var before = _current;
            (_keys, _current) = (keys, new HttpMessageInvoker(handler));
            before.Dispose(); // closes what is idle; what is under way ends by itself
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _deployment is null ? _current.SendAsync(request, cancellationToken) : SendForAsync(request, _deployment, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendForAsync(HttpRequestMessage request, string deployment, CancellationToken cancellationToken)
    {
        try
        {
            return await _current.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // A pin came between the look and the send: nothing was sent.
            throw new UpstreamException(UpstreamErrors.Unreachable(deployment), safeToRetry: true);
        }
        catch (HttpRequestException fault) when (fault.InnerException is AddressException)
        {
            throw new UpstreamException(UpstreamErrors.Address(deployment), safeToRetry: true, fault.InnerException);
        }
        catch (HttpRequestException fault) when (fault.InnerException is TlsKeyException)
        {
            throw new UpstreamException(UpstreamErrors.TlsKey(deployment), safeToRetry: true, fault.InnerException);
        }
    }

    private SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = _connector.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxResponseHeadersLength = 64,
    };
}
