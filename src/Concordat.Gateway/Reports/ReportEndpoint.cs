using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Reports;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Reports;

/// <summary>Where the key whose request was refused or held reports that as a false positive, and where a reviewer settles it.</summary>
internal static class ReportEndpoint
{
    /// <summary><c>POST /v1/decisions/{entry}/reports</c>: takes a report.</summary>
    public static Task HandleAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, async model =>
    {
        var (receipt, key, error) = gateway.Receipts.Find(http);
        if (error is not null)
        {
            return (error, null);
        }

        var reason = ReportReason.Unclear;
        if (http.Request.ContentLength is not (null or 0))
        {
            var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
            if (unread is not null || ReasonOf(body) is not { } given)
            {
                return (unread ?? GatewayErrors.InvalidRequest("reason", "`reason` is one of `misread`, `permitted`, `unclear`; there is no other member"), null);
            }

            reason = given;
        }

        var index = long.Parse((string)http.Request.RouteValues["entry"]!, CultureInfo.InvariantCulture);
        var (report, isNew, refused) = await gateway.ReportDesk.ReportAsync(model, key!, index, receipt.Entry, reason, http.RequestAborted).ConfigureAwait(false);
        if (refused is not null)
        {
            return (refused, null);
        }

        http.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return (null, json => Write(json, report!));
    });

    /// <summary><c>POST /v1/decisions/{entry}/settlements</c>: takes a reviewer's signed statement.</summary>
    public static Task SettleAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, async model =>
    {
        if (!long.TryParse(http.Request.RouteValues["entry"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return (GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/"), null);
        }

        var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
        if (unread is not null)
        {
            return (unread, null);
        }

        var (report, recorded, refused) = await gateway.ReportDesk.SettleAsync(model, index, body, http.RequestAborted).ConfigureAwait(false);
        return (refused, json => Write(json, report!, recorded));
    });

    /// <param name="recorded">The entry that records what was done now; null where nothing was.</param>
    private static void Write(Utf8JsonWriter json, DecisionReport report, long? recorded = null)
    {
        json.WriteStartObject();
        json.WriteNumber("decision", report.Entry);
        json.WriteString("verdict", report.Verdict);
        json.WriteString("reason", ReportNames.Of(report.Reason));
        json.WriteString("state", ReportNames.Of(report.State));
        json.WriteString("reported", report.Time);
        if (report.Reviewed is { } reviewed)
        {
            json.WriteString("reviewed", reviewed);
        }

        if (recorded is { } entry)
        {
            json.WriteNumber("entry", entry);
        }

        json.WriteEndObject();
    }

    private static ReportReason? ReasonOf(byte[] body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            return parsed.RootElement.ValueKind == JsonValueKind.Object
                && parsed.RootElement.EnumerateObject().ToArray() is [{ Name: "reason", Value.ValueKind: JsonValueKind.String } only] ? ReportNames.ParseReason(only.Value.GetString()!)
                : parsed.RootElement.ValueKind == JsonValueKind.Object && !parsed.RootElement.EnumerateObject().Any() ? ReportReason.Unclear
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
