using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Cases;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary><c>GET /v1/cases</c>: the cases of the key's use case, newest first, a page at a time; what each is about, never what was asked.</summary>
internal static class CaseListEndpoint
{
    private const int PerPage = 50;

    public static Task HandleAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, async _ =>
    {
        if (CallerKey.Fault(http, gateway.Keys, out var key) is { } fault)
        {
            return (fault, null);
        }

        if (Read(http.Request.Query, out var asked) is { } wrong)
        {
            return (wrong, null);
        }

        var page = await gateway.Desk.ListAsync(new CaseFilter(asked.State, key!.UseCase), asked.Before, asked.Limit, http.RequestAborted).ConfigureAwait(false);
        return (null, json => Write(json, page));
    });

    private static GatewayError? Read(IQueryCollection query, out (CaseState? State, CaseId? Before, int Limit) asked)
    {
        asked = (null, null, PerPage);
        if (query["state"] is { Count: > 0 } state)
        {
            if (state is not [{ } word] || !CaseNames.TryParse(word, out var known))
            {
                return GatewayErrors.InvalidRequest("state", "`state` must be the state of a case, such as `open`");
            }

            asked.State = known;
        }

        if (query["before"] is { Count: > 0 } before)
        {
            if (before is not [{ } id] || !CaseId.TryParse(id, out var last))
            {
                return GatewayErrors.InvalidRequest("before", "`before` must be the id of a case, as `next` of the page before says it");
            }

            asked.Before = last;
        }

        if (query["limit"] is { Count: > 0 } limit)
        {
            if (limit is not [{ } text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > CaseRules.LargestPage)
            {
                return GatewayErrors.InvalidRequest("limit", $"`limit` must be a whole number, from 1 to {CaseRules.LargestPage}");
            }

            asked.Limit = most;
        }

        return null;
    }

    private static void Write(Utf8JsonWriter json, CasePage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("cases");
        foreach (var held in page.Cases)
        {
            json.WriteStartObject();
            json.WriteString("case", held.Id.Value);
            json.WriteString("type", CaseNames.Of(held.Type));
            json.WriteString("state", CaseNames.Of(held.State));
            CaseEndpoints.WriteReason(json, held);
            json.WriteStartArray("clauses");
            foreach (var clause in held.Clauses)
            {
                json.WriteStringValue(clause);
            }

            json.WriteEndArray();
            json.WriteString("created", held.Created);
            json.WriteString("expires", held.Expires);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("next", page.Next?.Value);
        json.WriteEndObject();
    }
}
