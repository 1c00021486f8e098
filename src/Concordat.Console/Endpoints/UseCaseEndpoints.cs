using System.Globalization;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>Registered workloads and the API keys that speak for them.</summary>
internal static class UseCaseEndpoints
{
    private const int LongestLabel = 128;
    private const int MostDays = 3650;

    public static ValueTask<IResult> ListAsync(ConsoleRequest request) => request.PageAsync<UseCasesPage>(new()
    {
        [nameof(UseCasesPage.UseCases)] = request.Options.Data.UseCases,
    });

    public static ValueTask<IResult> KeysAsync(ConsoleRequest request) => ShowAsync(request);

    public static async ValueTask<IResult> CreateKeyAsync(ConsoleRequest request)
    {
        var (useCase, label, days) = (request.Field("use"), request.Field("label"), request.Field("days"));
        if (!request.Options.Data.UseCases.Any(known => known.Id.Equals(useCase, StringComparison.Ordinal)))
        {
            return await ShowAsync(request, fault: $"there is no use case `{useCase}`");
        }

        if (label.Length is 0 or > LongestLabel || label.Any(char.IsControl))
        {
            return await ShowAsync(request, fault: $"say in 1 to {LongestLabel} characters what the key is for");
        }

        if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var life) || life is < 1 or > MostDays)
        {
            return await ShowAsync(request, fault: $"a key lasts 1 to {MostDays} days");
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
