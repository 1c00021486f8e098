using Concordat.Oversight.Sessions;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Access;

/// <summary>The two secrets that a browser keeps: one while somebody signs in, another once they have.</summary>
/// <remarks>
/// The session's cookie goes along with requests of this site only. The one before it must come back from an identity provider on
/// another site, so it is lax; it opens nothing. Signing in makes a new secret: one that was planted before is worth nothing after.
/// </remarks>
internal sealed class BrowserCookies(bool secure)
{
    private static readonly TimeSpan SignInTime = TimeSpan.FromMinutes(15);

    public static SessionSecret? Session(HttpContext http) => Read(http, SessionName(http));

    public static SessionSecret? SigningIn(HttpContext http) => Read(http, SigningInName(http));

    public SessionSecret BeginSigningIn(HttpContext http)
    {
        if (SigningIn(http) is { } present)
        {
            return present;
        }

        var secret = SessionSecret.New();
        Append(http, SigningInName(http), secret, SignInTime, SameSiteMode.Lax);
        return secret;
    }

    public SessionSecret BeginSession(HttpContext http, TimeSpan life)
    {
        var secret = SessionSecret.New();
        Append(http, SessionName(http), secret, life, SameSiteMode.Strict);
        Forget(http, SigningInName(http));
        return secret;
    }

    public void EndSession(HttpContext http) => Forget(http, SessionName(http));

    // cookies do not tell ports apart; the name does, so that two gateways on one machine do not sign each other out
    private static string SessionName(HttpContext http) => $"concordat-console-{http.Request.Host.Port ?? 0}";

    private static string SigningInName(HttpContext http) => $"concordat-signing-in-{http.Request.Host.Port ?? 0}";

    private static SessionSecret? Read(HttpContext http, string name) =>
        SessionSecret.TryParse(http.Request.Cookies[name], out var secret) ? secret : null;

    private void Append(HttpContext http, string name, SessionSecret secret, TimeSpan life, SameSiteMode sameSite) =>
        http.Response.Cookies.Append(name, secret.ToCookie(), Options(http, sameSite, life));

    private void Forget(HttpContext http, string name) => http.Response.Cookies.Append(name, "", Options(http, SameSiteMode.Strict, TimeSpan.Zero));

    private CookieOptions Options(HttpContext http, SameSiteMode sameSite, TimeSpan life) => new()
    {
        Path = "/console",
        HttpOnly = true,
        SameSite = sameSite,
        Secure = secure || http.Request.IsHttps,
        MaxAge = life,
        IsEssential = true,
    };
}
