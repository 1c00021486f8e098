using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Oversight.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Concordat.Console.SignIn;

/// <summary>Signs people in with OpenID Connect: authorization code with PKCE, state and nonce derived from the browser's own secret.</summary>
/// <remarks>Keeps nothing between the two halves. Only the claim <c>sub</c> is used. Thread-safe.</remarks>
internal sealed class OidcSignIn
{
    private const string State = "concordat oidc state v1";
    private const string Nonce = "concordat oidc nonce v1";
    private const string Verifier = "concordat oidc verifier v1";
    private const int LargestAnswer = 256 * 1024;

    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = LargestAnswer,
    };

    private readonly OidcSettings _settings;
    private readonly TimeProvider _time;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _provider;

    public OidcSignIn(OidcSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _provider = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.Issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(Http) { RequireHttps = !settings.Issuer.IsLoopback });
    }

    /// <summary>Where to send the browser; null where the provider does not answer.</summary>
    public async ValueTask<string?> StartAsync(SessionSecret secret, string address, CancellationToken cancellation)
    {
        if (await ProviderAsync(cancellation) is not { } provider)
        {
            return null;
        }

        return QueryHelpers.AddQueryString(provider.AuthorizationEndpoint, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = _settings.ClientId,
            ["redirect_uri"] = CallbackOf(address),
            ["scope"] = "openid",
            ["state"] = secret.Derive(State),
            ["nonce"] = secret.Derive(Nonce),
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(secret.Derive(Verifier)))),
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>Takes what the provider sent back.</summary>
    /// <returns>The person's name at the provider (<c>sub</c>), or why there is none.</returns>
    public async ValueTask<(string? Subject, string Fault)> FinishAsync(SessionSecret secret, string address, IQueryCollection query, CancellationToken cancellation)
    {
        if (query["state"] is not [{ } state] || !secret.IsDerived(state, State))
        {
            return (null, "This sign-in was not begun in this browser. Begin again.");
        }

        if (query["error"] is [{ } error])
        {
            return (null, error is "access_denied" ? "The identity provider did not sign you in." : "The identity provider answered with an error. Begin again.");
        }

        if (query["code"] is not [{ Length: > 0 and <= 2048 } code] || await ProviderAsync(cancellation) is not { } provider)
        {
            return (null, "The identity provider does not answer. Begin again.");
        }

        return await RedeemAsync(provider, secret, address, code, cancellation) is { } token
            ? await ValidateAsync(provider, secret, token)
            : (null, "The identity provider did not accept its own answer. Begin again.");
    }

    private static string CallbackOf(string address) => $"{address}/console/sign-in/oidc/callback";

    private async ValueTask<OpenIdConnectConfiguration?> ProviderAsync(CancellationToken cancellation)
    {
        try
        {
            var provider = await _provider.GetConfigurationAsync(cancellation);
            return provider.Issuer.TrimEnd('/').Equals(_settings.Issuer.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal) ? provider : null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or HttpRequestException)
        {
            return null;
        }
    }

    private async ValueTask<string?> RedeemAsync(
        OpenIdConnectConfiguration provider, SessionSecret secret, string address, string code, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = CallbackOf(address),
                ["client_id"] = _settings.ClientId,
                ["code_verifier"] = secret.Derive(Verifier),
            }),
        };
        if (_settings.ClientSecret is { } password)
        {
            var pair = $"{Uri.EscapeDataString(_settings.ClientId)}:{Uri.EscapeDataString(password)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        try
        {
            using var response = await Http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return json.RootElement.TryGetProperty("id_token", out var token) ? token.GetString() : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or InvalidOperationException
            || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private async ValueTask<(string? Subject, string Fault)> ValidateAsync(OpenIdConnectConfiguration provider, SessionSecret secret, string token)
    {
        var result = await Tokens.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = _settings.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromMinutes(1),
            LifetimeValidator = (notBefore, expires, _, parameters) =>
                Near(expires, parameters.ClockSkew) > _time.GetUtcNow() && (notBefore is null || Near(notBefore, -parameters.ClockSkew) <= _time.GetUtcNow()),
        });
        if (!result.IsValid)
        {
            _provider.RequestRefresh(); // the provider may have new keys
            return (null, "The identity provider's answer could not be verified. Begin again.");
        }

        return result.Claims.TryGetValue("nonce", out var nonce) && secret.IsDerived(nonce as string, Nonce)
            && result.Claims.TryGetValue("sub", out var subject) && subject is string { Length: > 0 and <= 255 } name
            ? (name, "")
            : (null, "The identity provider's answer belongs to another sign-in. Begin again.");
    }

    private static DateTimeOffset Near(DateTime? time, TimeSpan skew) => time is { } known ? new DateTimeOffset(known, TimeSpan.Zero) + skew : DateTimeOffset.MinValue;
}
