using Concordat.Console.Http;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Access;

/// <summary>Lets through who shows the token or holds the session cookie; anybody else gets a page that says how to sign in.</summary>
internal sealed class ConsoleGate(ConsoleToken token, PageWriter pages) : IEndpointFilter
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Query.TryGetValue("token", out var presented))
        {
            if (presented.Count == 1 && token.IsToken(presented[0]))
            {
                // the redirect takes the token out of the address bar
                SignIn(http);
                return Results.Redirect("/console");
            }

            return await pages.SignInAsync(wrongToken: true);
        }

        return token.IsSession(http.Request.Cookies[CookieName(http)])
            ? await next(context)
            : await pages.SignInAsync(wrongToken: false);
    }

    // cookies do not tell ports apart; the name does, so that two gateways on one machine do not sign each other out
    private static string CookieName(HttpContext http) => $"concordat-console-{http.Request.Host.Port ?? 0}";

    private void SignIn(HttpContext http) => http.Response.Cookies.Append(
        CookieName(http),
        token.Session,
        new CookieOptions
        {
            Path = "/console",
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            MaxAge = SessionLength,
            IsEssential = true,
        });
}
