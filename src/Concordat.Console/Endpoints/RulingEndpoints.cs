using System.Globalization;
using System.Text;
using Concordat.Console.Data;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>Rulings: which stand, one with its proof, and what reviewers bring: proposals, signed rulings, revocations.</summary>
internal static class RulingEndpoints
{
    public static ValueTask<IResult> ListAsync(ConsoleRequest request) => ListAsync(request, fault: null);

    public static async ValueTask<IResult> OneAsync(ConsoleRequest request)
    {
        var id = request.Route("id");
        return await request.Options.Rulings.FindAsync(id, request.Cancellation) is { } ruling
            ? await request.PageAsync<RulingPage>(new() { [nameof(RulingPage.Ruling)] = ruling, [nameof(RulingPage.Now)] = request.Options.Time.GetUtcNow() })
            : await request.NotFoundAsync($"no ruling `{id}`");
    }

    /// <summary>Takes a ruling or a revocation that was signed elsewhere.</summary>
    public static async ValueTask<IResult> TakeAsync(ConsoleRequest request)
    {
        var text = await request.PasteAsync("ruling");
        if (text.Length is 0 or > RulingReader.MaxEnvelopeBytes)
        {
            return await ListAsync(request, "there is no signed ruling in it; upload or paste what `concordat ruling sign` made");
        }

        var (ruling, fault) = await request.Options.Rulings.TakeAsync(Encoding.UTF8.GetBytes(text), request.Cancellation);
        return fault is null ? Results.Redirect($"/console/rulings/{ruling}") : await ListAsync(request, fault);
    }

    /// <summary>Drafts a ruling from a case, as a file to sign.</summary>
    public static async ValueTask<IResult> ProposeAsync(ConsoleRequest request)
    {
        if (!CaseId.TryParse(request.Route("id"), out var id))
        {
            return await request.NotFoundAsync($"no case `{request.Route("id")}`");
        }

        var proposal = int.TryParse(request.Field("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= Ruling.LongestDays
            ? new RulingProposal(request.Field("ruling"), request.Field("title"), request.Field("reason"), days)
            : null;
        var (draft, fault) = proposal is null
            ? (null, $"it holds for 1 to {Ruling.LongestDays} days")
            : await request.Options.Rulings.ProposeAsync(id, request.SignedIn.Person, proposal, request.Cancellation);
        return draft is null
            ? await CaseEndpoints.ShowAsync(request, id, new() { [nameof(CaseDetailPage.NotProposed)] = fault }, StatusCodes.Status422UnprocessableEntity)
            : Results.File(draft, "application/json", $"{proposal!.Id}.json");
    }

    /// <summary>The revocation of a ruling, as a file to sign.</summary>
    public static async ValueTask<IResult> RevokeAsync(ConsoleRequest request)
    {
        var id = request.Route("id");
        if (await request.Options.Rulings.FindAsync(id, request.Cancellation) is not { } ruling)
        {
            return await request.NotFoundAsync($"no ruling `{id}`");
        }

        var now = request.Options.Time.GetUtcNow();
        try
        {
            var revocation = new RulingRevocation(
                RulingRevocation.DocumentFormat, $"revocation-{Guid.CreateVersion7(now):N}", ruling.Report.Id, request.Field("reason"),
                new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
            var (_, payload) = RulingReader.DraftRevocation(RulingReader.Payload(revocation));
            return Results.File(payload, "application/json", $"{revocation.Id}.json");
        }
        catch (RulingException fault)
        {
            return await request.PageAsync<RulingPage>(
                new() { [nameof(RulingPage.Ruling)] = ruling, [nameof(RulingPage.Now)] = now, [nameof(RulingPage.Fault)] = fault.Message }, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async ValueTask<IResult> ListAsync(ConsoleRequest request, string? fault) => await request.PageAsync<RulingsPage>(
        new()
        {
            [nameof(RulingsPage.Rulings)] = await request.Options.Rulings.ListAsync(request.Cancellation),
            [nameof(RulingsPage.Fault)] = fault,
        },
        fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
