using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Desk;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>The routes on which people read and decide cases, and on which a use case follows its own.</summary>
internal static class CaseEndpoints
{
    private const int MostWait = 60;

    /// <summary><c>POST /v1/cases/{id}/readings</c>: shows the action to whoever signs that they want to read it.</summary>
    public static Task ReadAsync(HttpContext http, ConcordatGateway gateway) => TakeAsync(http, gateway, gateway.Desk.ReadAsync);

    /// <summary><c>POST /v1/cases/{id}/decisions</c>: takes a signed decision.</summary>
    public static Task DecideAsync(HttpContext http, ConcordatGateway gateway) => TakeAsync(http, gateway, gateway.Desk.DecideAsync);

    /// <summary><c>POST /v1/cases/{id}/challenges</c>: what a hardware key is to sign, as a browser wants it.</summary>
    public static Task ChallengeAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, async model =>
    {
        if (IdOf(http) is not { } id)
        {
            return (GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/"), null);
        }

        var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
        if (unread is not null || ChallengeRequest.Parse(body) is not { } wanted)
        {
            return (unread ?? DeskErrors.Malformed("`approver` and `act` are needed, and `reason` where there is one, as JSON"), null);
        }

        var answer = await gateway.Desk.ChallengeAsync(model, id, wanted.Approver, wanted.Act, wanted.Reason, wanted.Assignee, http.RequestAborted).ConfigureAwait(false);
        return (answer.Error, json => WebAuthnJson.WriteRequest(json, answer));
    });

    /// <summary><c>GET /v1/cases/{id}</c>: where a case of the caller's own use case stands; with its grant once that was used.</summary>
    public static Task GetAsync(HttpContext http, ConcordatGateway gateway) => AnswerAsync(http, gateway, async (_, id) =>
        CallerKey.Fault(http, gateway.Keys, out var key) is { } fault
            ? DeskAnswer.Of(fault)
            : await ShowAsync(http, gateway, key!.UseCase, id).ConfigureAwait(false));

    /// <summary><c>POST /v1/cases/{id}/withdrawal</c>: ends an open case because the key that asked takes it back.</summary>
    public static Task TakeBackAsync(HttpContext http, ConcordatGateway gateway) => AnswerAsync(http, gateway, async (model, id) =>
        CallerKey.Fault(http, gateway.Keys, out var key) is { } fault
            ? DeskAnswer.Of(fault)
            : await gateway.Desk.TakeBackAsync(model, key!, id, http.RequestAborted).ConfigureAwait(false));

    /// <summary>Shows the case at once, or, with <c>?wait=SECONDS</c>, when it is no longer open.</summary>
    private static async ValueTask<DeskAnswer> ShowAsync(HttpContext http, ConcordatGateway gateway, string useCase, CaseId id)
    {
        var answer = await gateway.Desk.GrantAsync(useCase, id, http.RequestAborted).ConfigureAwait(false);
        var asked = http.Request.Query["wait"];
        if (asked.Count == 0)
        {
            return answer;
        }

        if (asked is not [{ } text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MostWait)
        {
            return DeskAnswer.Of(GatewayErrors.InvalidRequest("wait", "`wait` must be whole seconds, from 0 to 60"));
        }

        if (answer.File is not { Case.State: CaseState.Open })
        {
            return answer;
        }

        await gateway.Waiting.UntilLeftAsync(id, CaseState.Open, TimeSpan.FromSeconds(seconds), http.RequestAborted).ConfigureAwait(false);
        return await gateway.Desk.GrantAsync(useCase, id, http.RequestAborted).ConfigureAwait(false);
    }

    private static Task TakeAsync(
        HttpContext http, ConcordatGateway gateway, Func<GatewayModel, CaseId, ReadOnlyMemory<byte>, CancellationToken, ValueTask<DeskAnswer>> take) =>
        AnswerAsync(http, gateway, async (model, id) =>
        {
            var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
            return unread is not null ? DeskAnswer.Of(unread) : await take(model, id, body, http.RequestAborted).ConfigureAwait(false);
        });

    private static Task AnswerAsync(HttpContext http, ConcordatGateway gateway, Func<GatewayModel, CaseId, ValueTask<DeskAnswer>> ask) =>
        DeskHttp.AnswerAsync(http, gateway, async model =>
        {
            if (IdOf(http) is not { } id)
            {
                return (GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/"), null);
            }

            var answer = await ask(model, id).ConfigureAwait(false);
            return (answer.Error, json => Write(json, answer));
        });

    private static CaseId? IdOf(HttpContext http) => CaseId.TryParse(http.Request.RouteValues["id"] as string, out var id) ? id : null;

    /// <summary>Why a case ended that nobody decided, where its state does not say so.</summary>
    public static void WriteReason(Utf8JsonWriter json, Case held)
    {
        if (held.IsSuperseded || held.IsTakenBack)
        {
            json.WriteString("reason", held.IsSuperseded ? "superseded" : "requester");
        }
    }

    private static void Write(Utf8JsonWriter json, DeskAnswer answer)
    {
        var (held, file) = (answer.File!.Case, answer.File);
        json.WriteStartObject();
        json.WriteString("case", held.Id.Value);
        json.WriteString("type", CaseNames.Of(held.Type));
        json.WriteString("state", CaseNames.Of(held.State));
        WriteReason(json, held);

        json.WriteString("expires", held.Expires);
        json.WriteString("digest", held.Digest);
        if (held.Assignee is { } assignee)
        {
            json.WriteString("assignee", assignee);
        }

        if (answer.Entry is { } entry)
        {
            json.WriteNumber("entry", entry);
        }

        if (answer.Action is { } action)
        {
            json.WriteBase64String("action", action.Document.Span);
            json.WriteString("needs", action.Terms.Quorum.ToString());
        }

        if (answer.Earliest is { } earliest)
        {
            json.WriteString("text", ActionText.Render(answer.Action!.Document));
            json.WriteString("earliest", earliest);
            WritePrecedents(json, answer);
        }

        json.WriteStartArray("signatures");
        foreach (var signature in file.Signatures)
        {
            json.WriteStartObject();
            json.WriteString("act", CaseNames.Of(signature.Decision));
            json.WriteString("approver", signature.Approver);
            json.WriteString("role", signature.Role);
            json.WriteString("party", signature.Party);
            json.WriteNumber("entry", signature.Entry);
            json.WriteString("time", signature.Time);
            if (answer.Action is not null)
            {
                json.WritePropertyName("statement");
                json.WriteRawValue(signature.Statement.Span);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePrecedents(Utf8JsonWriter json, DeskAnswer answer)
    {
        json.WriteStartArray("precedents");
        foreach (var (near, rulings) in answer.Precedents)
        {
            json.WriteStartObject();
            json.WriteString("case", near.Case.Id.Value);
            json.WriteString("state", CaseNames.Of(near.Case.State));
            json.WriteNumber("distance", Math.Round(near.Distance, 3));
            json.WriteStartArray("shared");
            foreach (var feature in near.Shared)
            {
                json.WriteStringValue(feature);
            }

            json.WriteEndArray();
            json.WriteStartArray("rulings");
            foreach (var ruling in rulings)
            {
                json.WriteStringValue(ruling);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
