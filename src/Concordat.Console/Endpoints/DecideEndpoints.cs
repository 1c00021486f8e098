using System.Text;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Console.Reading;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>Deciding a case: a slip to sign with one's own key, and the signed statement that comes back.</summary>
internal static class DecideEndpoints
{
    /// <summary>Gives the statement to sign, with the action that it is about, as a file for <c>concordat case sign</c>.</summary>
    public static async ValueTask<IResult> SlipAsync(ConsoleRequest request)
    {
        var (id, text) = (request.Route("id"), request.Field("act"));
        if (!CaseId.TryParse(id, out var parsed) || !Enum.TryParse<DecisionAct>(text, ignoreCase: true, out var act) || !Enum.IsDefined(act) || act == DecisionAct.Read)
        {
            return await request.NotFoundAsync($"no decision `{text}` about a case `{id}`");
        }

        var reason = request.Field("reason");
        if (reason.Length > DecisionStatement.MaxReason)
        {
            return await RefuseAsync(request, parsed, $"the reason has {reason.Length} characters, at most {DecisionStatement.MaxReason} are allowed");
        }

        var person = request.SignedIn.Person;
        if (person.Approver is null)
        {
            return await RefuseAsync(request, parsed, "you are not registered under `approvers`, so nothing that you sign counts");
        }

        var reply = await request.Options.Desk.ShowAsync(parsed, person, request.Cancellation);
        if (reply.Action is not { } action)
        {
            return await RefuseAsync(request, parsed, reply.Error ?? "the case holds no action to sign");
        }

        if (Clearances.Hides(person, ActionLabel.LevelOf(action)))
        {
            return await RefuseAsync(request, parsed, "it is marked above your clearance");
        }

        var statement = new DecisionStatement(
            act, parsed, action.Digest, ActionText.Hash(ActionText.Render(action.Document)), person.Id, reason.ReplaceLineEndings(" "), request.Options.Time.GetUtcNow());
        var slip = new SigningSlip(statement.ToPayload(), action.Document);
        return Results.File(slip.ToJson(), "application/json", $"{parsed}.{text.ToLowerInvariant()}.slip.json");
    }

    /// <summary>Takes a signed statement, pasted or uploaded.</summary>
    public static async ValueTask<IResult> DecideAsync(ConsoleRequest request)
    {
        var id = request.Route("id");
        if (!CaseId.TryParse(id, out var parsed))
        {
            return await request.NotFoundAsync($"no case `{id}`");
        }

        var statement = await request.PasteAsync("statement");
        if (statement.Length is 0 or > DecisionStatement.MaxEnvelopeBytes)
        {
            return await RefuseAsync(request, parsed, "there is no signed statement in it; paste or upload what `concordat case sign` made");
        }

        var reply = await request.Options.Desk.DecideAsync(parsed, request.SignedIn.Person, Encoding.UTF8.GetBytes(statement), request.Cancellation);
        return reply.Error is { } fault ? await RefuseAsync(request, parsed, fault) : Results.Redirect($"/console/cases/{parsed}");
    }

    private static ValueTask<IResult> RefuseAsync(ConsoleRequest request, CaseId id, string fault) => CaseEndpoints.ShowAsync(
        request, id, new PageParameters { [nameof(CaseDetailPage.Fault)] = fault }, StatusCodes.Status422UnprocessableEntity);
}
