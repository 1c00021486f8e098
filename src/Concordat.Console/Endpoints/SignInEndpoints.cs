using Concordat.Console.Access;
using Concordat.Console.Http;
using Concordat.Console.SignIn;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>Signing in and out.</summary>
internal static class SignInEndpoints
{
    public static ValueTask<IResult> PageAsync(ConsoleRequest request) =>
        request.Visitor is null ? RefuseAsync(request, fault: null) : Home();

    public static async ValueTask<IResult> ByKeyAsync(ConsoleRequest request)
    {
        var (person, fault) = await KeySignIn.CheckAsync(request, await request.PasteAsync("statement"));
        return person is null ? await RefuseAsync(request, fault) : await LetInAsync(request, person, SignInMethods.Key);
    }

    /// <summary>What a person's hardware key is to sign so that this browser is signed in.</summary>
    public static async ValueTask<IResult> PasskeyTaskAsync(ConsoleRequest request)
    {
        var (task, fault) = await PasskeySignIn.TaskAsync(request, request.Field("person"));
        return HardwareKeyTask.ToJson(task, fault);
    }

    public static async ValueTask<IResult> ByPasskeyAsync(ConsoleRequest request)
    {
        var (person, credential, fault) = await PasskeySignIn.CheckAsync(request, request.Field("statement"));
        return person is null ? await RefuseAsync(request, fault) : await LetInAsync(request, person, SignInMethods.ByPasskey(credential));
    }

    /// <summary>Where a person who was invited enrols a hardware key; the invitation's token says who, so nobody is signed in.</summary>
    public static ValueTask<IResult> EnrolAsync(ConsoleRequest request) => request.PageAsync<Pages.EnrolPage>(new()
    {
        [nameof(Pages.EnrolPage.Party)] = request.Options.Data.Book.RelyingParty,
        [nameof(Pages.EnrolPage.Address)] = request.Address,
    });

    public static async ValueTask<IResult> ByCertificateAsync(ConsoleRequest request)
    {
        if (request.Parts.Certificates is not { } certificates)
        {
            return await RefuseAsync(request, "Nobody signs in by certificate here.");
        }

        var (hash, fault) = certificates.Read(request.Http);
        return hash is null ? await RefuseAsync(request, fault)
            : request.Parts.People.FindByCertificate(hash) is { } person ? await LetInAsync(request, person, SignInMethods.Certificate)
            : await RefuseAsync(request, $"Nobody here has the certificate that your browser showed (SHA-256 {hash}).");
    }

    public static async ValueTask<IResult> ToProviderAsync(ConsoleRequest request)
    {
        if (request.Parts.Oidc is not { } oidc)
        {
            return await RefuseAsync(request, "Nobody signs in with OpenID Connect here.");
        }

        var secret = request.Parts.Cookies.BeginSigningIn(request.Http);
        return await oidc.StartAsync(secret, request.Address, request.Cancellation) is { } url
            ? Results.Redirect(url)
            : await RefuseAsync(request, "The identity provider does not answer. Try again, or sign in another way.");
    }

    public static async ValueTask<IResult> FromProviderAsync(ConsoleRequest request)
    {
        if (request.Parts.Oidc is not { } oidc || request.SigningIn is not { } secret)
        {
            return await RefuseAsync(request, "This browser did not begin to sign in here. Begin again.");
        }

        var (subject, fault) = await oidc.FinishAsync(secret, request.Address, request.Http.Request.Query, request.Cancellation);
        if (subject is null)
        {
            return await RefuseAsync(request, fault);
        }

        if (request.Parts.People.FindBySubject(subject) is not { } person)
        {
            return await RefuseAsync(request, "Your identity provider knows you, but nobody here has your name there. Whoever runs the gateway can add you under `console.people`.");
        }

        await ConsoleGate.BeginAsync(request.Http, person.Id, SignInMethods.Oidc, request.Parts);

        // the session's cookie does not go along with a redirect that another site began, so the page goes on by itself
        return await request.Parts.Pages.PageAsync<Pages.SignedInPage>(visitor: null, new() { [nameof(Pages.SignedInPage.Name)] = person.Name });
    }

    public static async ValueTask<IResult> OutAsync(ConsoleRequest request)
    {
        await request.Options.Sessions.EndAsync(request.SignedIn.Secret.ToHash(), request.Cancellation);
        request.Parts.Cookies.EndSession(request.Http);
        return Results.Redirect("/console/sign-in");
    }

    private static async ValueTask<IResult> LetInAsync(ConsoleRequest request, Person person, string method)
    {
        await ConsoleGate.BeginAsync(request.Http, person.Id, method, request.Parts);
        return Results.Redirect("/console");
    }

    private static ValueTask<IResult> RefuseAsync(ConsoleRequest request, string? fault) =>
        request.Parts.Pages.SignInAsync(SignInView.Of(request.Http, request.Parts), fault);

    private static ValueTask<IResult> Home() => ValueTask.FromResult(Results.Redirect("/console"));
}
