using Concordat.Console.Access;
using Concordat.Console.SignIn;
using Concordat.Oversight;
using Concordat.Oversight.Sessions;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Http;

/// <summary>The one way into the console: headers, session, role, form; then the page.</summary>
internal sealed class ConsoleGate(ConsoleParts parts)
{
    public async Task<IResult> EnterAsync(HttpContext http, ConsoleRoute route)
    {
        SecurityHeaders.Set(http.Response.Headers);
        try
        {
            return await AskAsync(http, route);
        }
        catch (OversightUnavailableException fault)
        {
            return await parts.Pages.UnavailableAsync(fault.Message);
        }
    }

    private async ValueTask<IResult> AskAsync(HttpContext http, ConsoleRoute route)
    {
        if (http.Request.Query.TryGetValue("token", out var presented) && HttpMethods.IsGet(route.Method))
        {
            return await ByTokenAsync(http, presented);
        }

        // 1 who
        var visitor = await VisitorAsync(http);
        if (visitor is null && !route.IsOpen)
        {
            return await parts.Pages.SignInAsync(SignInView.Of(http, parts), fault: null);
        }

        // 2 may they
        if (visitor is not null && !route.IsOpen && !visitor.Is(route.Roles))
        {
            return await parts.Pages.ForbiddenAsync(visitor, route);
        }

        // 3 is it their own form
        var signingIn = BrowserCookies.SigningIn(http);
        IFormCollection? form = null;
        if (HttpMethods.IsPost(route.Method) && (form = await ConsoleForm.ReadAsync(http, route.IsOpen ? signingIn : visitor?.Secret)) is null)
        {
            return await parts.Pages.StaleFormAsync(visitor);
        }

        return await route.Handle(new ConsoleRequest(http, parts, visitor, signingIn, form));
    }

    private async ValueTask<Visitor?> VisitorAsync(HttpContext http)
    {
        if (BrowserCookies.Session(http) is not { } secret
            || await parts.Options.Sessions.FindAsync(secret.ToHash(), parts.Options.SessionLimits, http.RequestAborted) is not { } session
            || parts.People.Find(session.Person, session.Method) is not { } person
            || (session.Method is SignInMethods.Key && await KeySignIn.IsRevokedAsync(person, parts, http.RequestAborted))
            || (SignInMethods.CredentialOf(session.Method) is { } credential && await PasskeySignIn.IsOverAsync(credential, person.Id, parts, http.RequestAborted)))
        {
            return null;
        }

        return new Visitor(person, session, secret);
    }

    private async ValueTask<IResult> ByTokenAsync(HttpContext http, Microsoft.Extensions.Primitives.StringValues presented)
    {
        if (presented.Count != 1 || parts.Options.Token?.IsToken(presented[0]) != true)
        {
            return await parts.Pages.SignInAsync(SignInView.Of(http, parts), "That token does not open this console.");
        }

        // the redirect takes the token out of the address bar
        await BeginAsync(http, Person.FirstSignIn, SignInMethods.Token, parts);
        return Results.Redirect("/console");
    }

    /// <summary>Begins a session under a new secret and ends the one that this browser had.</summary>
    public static async ValueTask BeginAsync(HttpContext http, string person, string method, ConsoleParts parts)
    {
        if (BrowserCookies.Session(http) is { } before)
        {
            await parts.Options.Sessions.EndAsync(before.ToHash(), http.RequestAborted);
        }

        SessionSecret secret = parts.Cookies.BeginSession(http, parts.Options.SessionLimits.Life);
        await parts.Options.Sessions.BeginAsync(secret.ToHash(), person, method, parts.Options.SessionLimits, http.RequestAborted);
    }
}
