using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// The connections to one upstream: no redirects, no cookies, no proxy, nothing unpacked, addresses checked, and TLS keys too once evidence
/// names them. Lives across reloads. Thread-safe.
/// </summary>
internal sealed class UpstreamPool : HttpMessageHandler
{
    private readonly string? _deployment;
    private readonly Action<string, string>? _refused;
    private readonly CheckedConnector _connector;
    private readonly X509Certificate2Collection? _authorities;
    private readonly Lock _turn = new();
    private volatile HttpMessageInvoker _current;
    private ImmutableArray<string> _keys = []; // under _turn

    /// <param name="deployment">Whose errors say which deployment; null where the caller makes its own of what goes wrong.</param>
    /// <param name="authorities">Who alone may vouch for TLS keys; null for the public authorities.</param>
    /// <param name="refused">Is told a deployment and a TLS key of it that was not taken; it must return at once.</param>
    public UpstreamPool(
        string? deployment, AddressRule rule, HostResolver resolve, TlsAuthoritiesConfig? authorities = null, Action<string, string>? refused = null)
    {
        (_deployment, _refused) = (deployment, refused);
        _connector = new CheckedConnector(rule, resolve);
        _authorities = authorities?.Certificates();
        _current = new HttpMessageInvoker(Handler(null));
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

            var before = _current;
            (_keys, _current) = (keys, new HttpMessageInvoker(Handler(new TlsKeyPin(keys))));
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
        catch (HttpRequestException fault) when (fault.InnerException is TlsKeyException refused)
        {
            _refused?.Invoke(deployment, refused.Key);
            throw new UpstreamException(UpstreamErrors.TlsKey(deployment), safeToRetry: true, fault.InnerException);
        }
    }

    private SocketsHttpHandler Handler(TlsKeyPin? pin) => new()
    {
        SslOptions = Tls(pin),
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

    /// <summary>Every connection proves its key anew once one is pinned: a session taken up again would show that of an earlier one.</summary>
    private SslClientAuthenticationOptions Tls(TlsKeyPin? pin) => new()
    {
        AllowTlsResume = pin is null,
        RemoteCertificateValidationCallback = pin is null ? null : (_, certificate, _, errors) => pin.Accepts(certificate, errors),
        CertificateChainPolicy = _authorities is null ? null : Vouching(_authorities),
    };

    private static X509ChainPolicy Vouching(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
