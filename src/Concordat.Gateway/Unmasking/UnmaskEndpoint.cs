using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Keys;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Unmasking;

/// <summary>The routes on which the key that got a masked answer asks for identities, and gets those that people granted.</summary>
internal static class UnmaskEndpoint
{
    /// <summary><c>POST /v1/decisions/{entry}/unmaskings</c>: asks; people decide the case that it opens.</summary>
    public static Task AskAsync(HttpContext http, ConcordatGateway gateway) => AnswerAsync(http, gateway, async (model, key) =>
    {
        if (!long.TryParse(http.Request.RouteValues["entry"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return new Unmasked(GatewayErrors.ReceiptNotFound);
        }

        var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
        if (unread is not null || UnmaskRequest.Parse(body) is not { } request)
        {
            return new Unmasked(unread ?? GatewayErrors.InvalidRequest(
                "placeholders", "`placeholders` is a list of 1 to 64 as the answer has them, such as `USPER 1 EMAIL`; `need` says what for, and `authority` what allows it"));
        }

        var answer = await gateway.Unmasking.AskAsync(model, key, index, request, http.RequestAborted).ConfigureAwait(false);
        http.Response.StatusCode = answer.Error is null ? StatusCodes.Status202Accepted : http.Response.StatusCode;
        return answer;
    });

    /// <summary><c>POST /v1/cases/{id}/identities</c>: gives the identities of a granted case, once.</summary>
    public static Task GiveAsync(HttpContext http, ConcordatGateway gateway) => AnswerAsync(http, gateway, async (model, key) =>
        CaseId.TryParse(http.Request.RouteValues["id"] as string, out var id)
            ? await gateway.Unmasking.GiveAsync(model, key, id, http.RequestAborted).ConfigureAwait(false)
            : new Unmasked(GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/")));

    private static Task AnswerAsync(HttpContext http, ConcordatGateway gateway, Func<GatewayModel, ApiKeyRecord, ValueTask<Unmasked>> ask) =>
        DeskHttp.AnswerAsync(http, gateway, async model =>
        {
            if (CallerKey.Fault(http, gateway.Keys, out var key) is { } fault)
            {
                return (fault, null);
            }

            var answer = await ask(model, key!).ConfigureAwait(false);
            return (answer.Error, json => Write(json, answer));
        });

    private static void Write(Utf8JsonWriter json, Unmasked answer)
    {
        json.WriteStartObject();
        json.WriteString("case", answer.Case!.Id.Value);
        if (answer.Needs is { } needs)
        {
            json.WriteString("state", CaseNames.Of(answer.Case.State));
            json.WriteString("needs", needs);
            json.WriteString("expires", answer.Case.Expires);
        }
        else
        {
            json.WriteStartArray("identities");
            foreach (var (placeholder, person) in answer.Persons)
            {
                json.WriteStartObject();
                json.WriteString("placeholder", placeholder);
                json.WriteString("identifier", person.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
