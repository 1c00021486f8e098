using Concordat.Console.Access;
using Concordat.Console.SignIn;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Http;

/// <summary>What the page of signing in shows.</summary>
/// <param name="FormToken">What its forms carry.</param>
/// <param name="Nonce">What a person signs so that this browser, and no other, is signed in.</param>
/// <param name="Address">Address of the console, as this browser knows it.</param>
public sealed record SignInView(string FormToken, string Nonce, string Address)
{
    public bool WithToken { get; private init; }

    public bool WithOidc { get; private init; }

    public bool WithCertificate { get; private init; }

    public bool WithKeys { get; private init; }

    public bool WithPasskeys { get; private init; }

    /// <summary>Makes the view, and gives the browser its secret for signing in.</summary>
    internal static SignInView Of(HttpContext http, ConsoleParts parts)
    {
        var secret = parts.Cookies.BeginSigningIn(http);
        return new SignInView(secret.Derive(ConsoleForm.Purpose), secret.Derive(KeySignIn.Purpose), parts.AddressOf(http))
        {
            WithToken = parts.Options.Token is not null,
            WithOidc = parts.Oidc is not null,
            WithCertificate = parts.Certificates is not null,
            WithKeys = parts.Options.Data.People.Any(person => person.Key is not null),
            WithPasskeys = parts.Options.Data.Book.RelyingParty is not null,
        };
    }
}
