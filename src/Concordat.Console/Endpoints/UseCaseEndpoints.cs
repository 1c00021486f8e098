using System.Globalization;
using System.Text;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Readiness;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>Registered workloads and the API keys that speak for them.</summary>
internal static class UseCaseEndpoints
{
    public static ValueTask<IResult> ListAsync(ConsoleRequest request) => request.PageAsync<UseCasesPage>(new()
    {
        [nameof(UseCasesPage.UseCases)] = request.Options.Data.UseCases,
    });

    public static ValueTask<IResult> OneAsync(ConsoleRequest request) => OneAsync(request, fault: null);

    /// <summary>Drafts a decision on how far a use case is let out, as a file to sign.</summary>
    public static async ValueTask<IResult> ProposeAsync(ConsoleRequest request)
    {
        var (id, fault) = (request.Route("id"), "");
        if (WishOf(request, ref fault) is { } wish)
        {
            var (name, draft, lacking) = await request.Options.UseCases.ProposeAsync(id, wish, request.Cancellation);
            if (draft is not null)
            {
                return Results.File(draft, "application/json", $"{name}.json");
            }

            fault = lacking!;
        }

        return await OneAsync(request, $"There is no draft: {fault}");
    }

    /// <summary>Takes a decision that was signed elsewhere.</summary>
    public static async ValueTask<IResult> TakeAsync(ConsoleRequest request)
    {
        var text = await request.PasteAsync("decision");
        if (text.Length is 0 or > ReadinessReader.MaxEnvelopeBytes)
        {
            return await OneAsync(request, "Nothing was taken: upload or paste what `concordat use-case readiness sign` made");
        }

        var (useCase, fault) = await request.Options.UseCases.TakeAsync(Encoding.UTF8.GetBytes(text), request.Cancellation);
        return fault is null ? Results.Redirect($"/console/use-cases/{Uri.EscapeDataString(useCase!)}") : await OneAsync(request, $"It was not taken: {fault}");
    }

    public static ValueTask<IResult> KeysAsync(ConsoleRequest request) => ShowAsync(request);

    public static async ValueTask<IResult> CreateKeyAsync(ConsoleRequest request)
    {
        var (useCase, label, days) = (request.Field("use"), request.Field("label"), request.Field("days"));
        var life = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (ApiKeyRules.FaultOf(useCase, label, life, id => request.Options.Data.UseCases.Any(known => known.Id.Equals(id, StringComparison.Ordinal))) is { } fault)
        {
            return await ShowAsync(request, fault);
        }

        var made = await request.Options.Keys.CreateAsync(useCase, label, request.Options.Time.GetUtcNow().AddDays(life), request.SignedIn.Person.Id, request.Cancellation);
        return await ShowAsync(request, made: made.ShownOnce);
    }

    public static async ValueTask<IResult> RevokeKeyAsync(ConsoleRequest request)
    {
        var id = request.Route("id");
        if (request.Field("sure") is not "yes")
        {
            return await ShowAsync(request, fault: $"tick the box beside key `{id}` to revoke it; that is for good");
        }

        return await request.Options.Keys.RevokeAsync(id, request.SignedIn.Person.Id, request.Cancellation)
            ? Results.Redirect("/console/keys")
            : await request.NotFoundAsync($"no key `{id}`");
    }

    private static async ValueTask<IResult> OneAsync(ConsoleRequest request, string? fault) =>
        await request.Options.UseCases.FindAsync(request.Route("id"), request.Cancellation) is { } detail
            ? await request.PageAsync<UseCasePage>(
                new() { [nameof(UseCasePage.Detail)] = detail, [nameof(UseCasePage.Fault)] = fault },
                fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            : await request.NotFoundAsync($"no use case `{request.Route("id")}`");

    private static ReadinessWish? WishOf(ConsoleRequest request, ref string fault)
    {
        var (day, keys) = (request.Field("requests"), request.Field("keys").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var most = 0;
        if (day.Length > 0 && (!int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most < 1))
        {
            fault = "requests a day is a number of at least 1, or nothing";
            return null;
        }

        var limits = most > 0 || keys.Length > 0 ? new ReadinessLimits(most > 0 ? most : null, keys.Length > 0 ? keys : null) : null;
        var model = request.Field("model");
        return new ReadinessWish(model.Length == 0 ? ReadinessStep.AnyModel : model, request.Field("stage"), request.Field("reason"), Given("evaluation"), Given("human-test"), limits);

        string? Given(string name) => request.Field(name) is { Length: > 0 } text ? text : null;
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request, string? fault = null, string? made = null) => await request.PageAsync<KeysPage>(
        new()
        {
            [nameof(KeysPage.Keys)] = await request.Options.Keys.ListAsync(request.Cancellation),
            [nameof(KeysPage.UseCases)] = request.Options.Data.UseCases,
            [nameof(KeysPage.Now)] = request.Options.Time.GetUtcNow(),
            [nameof(KeysPage.Fault)] = fault,
            [nameof(KeysPage.Made)] = made,
        },
        fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
