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
        if (!CaseId.TryParse(id, out var parsed) || ActOf(text) is not { } act)
        {
            return await request.NotFoundAsync($"no decision `{text}` about a case `{id}`");
        }

        var (statement, action, fault) = await StatementAsync(request, parsed, act);
        return statement is null
            ? await RefuseAsync(request, parsed, fault)
            : Results.File(new SigningSlip(statement.ToPayload(), action!.Document).ToJson(), "application/json", $"{parsed}.{text.ToLowerInvariant()}.slip.json");
    }

    /// <summary>Gives the statement to the console's script, which has the person's hardware key sign it.</summary>
    public static async ValueTask<IResult> ChallengeAsync(ConsoleRequest request)
    {
        if (!CaseId.TryParse(request.Route("id"), out var id) || ActOf(request.Field("act")) is not { } act)
        {
            return HardwareKeyTask.ToJson(null, "Choose what you decide.");
        }

        var (statement, _, fault) = await StatementAsync(request, id, act);
        if (statement is null)
        {
            return HardwareKeyTask.ToJson(null, $"It cannot be signed: {fault}.");
        }

        var (task, none) = await HardwareKeyTask.OfAsync(request, statement.Approver, DecisionStatement.PayloadType, statement.ToPayload());
        return HardwareKeyTask.ToJson(task, none);
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

    private static DecisionAct? ActOf(string text) =>
        Enum.TryParse<DecisionAct>(text, ignoreCase: true, out var act) && Enum.IsDefined(act) && act is not DecisionAct.Read ? act : null;

    /// <summary>The statement of the person who is signed in, about exactly the action that the case holds.</summary>
    private static async ValueTask<(DecisionStatement? Statement, CanonicalAction? Action, string Fault)> StatementAsync(ConsoleRequest request, CaseId id, DecisionAct act)
    {
        var reason = request.Field("reason");
        if (reason.Length > DecisionStatement.MaxReason)
        {
            return (null, null, $"the reason has {reason.Length} characters, at most {DecisionStatement.MaxReason} are allowed");
        }

        var person = request.SignedIn.Person;
        if (person.Approver is null)
        {
            return (null, null, "you are not registered under `approvers`, so nothing that you sign counts");
        }

        var reply = await request.Options.Desk.ShowAsync(id, person, request.Cancellation);
        if (reply.Action is not { } action)
        {
            return (null, null, reply.Error ?? "the case holds no action to sign");
        }

        if (Clearances.Hides(person.Clearance, ActionLabel.LevelOf(action)))
        {
            return (null, null, "it is marked above your clearance");
        }

        var assignee = act == DecisionAct.Assign ? request.Field("assignee") : null;
        if (assignee is not null && !Assignees.Of(reply.File!, action, request.Options.Data.People).Any(known => known.Id.Equals(assignee, StringComparison.Ordinal)))
        {
            return (null, null, "choose before whom it is put: somebody who may decide it, and before whom it is not yet");
        }

        var statement = new DecisionStatement(
            act, id, action.Digest, ActionText.Hash(ActionText.Render(action.Document)), person.Id, reason.ReplaceLineEndings(" "), request.Options.Time.GetUtcNow())
        {
            Assignee = assignee,
        };
        return (statement, action, "");
    }

    private static ValueTask<IResult> RefuseAsync(ConsoleRequest request, CaseId id, string fault) => CaseEndpoints.ShowAsync(
        request, id, new PageParameters { [nameof(CaseDetailPage.Fault)] = fault }, StatusCodes.Status422UnprocessableEntity);
}
