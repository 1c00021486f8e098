using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Errors;
using Concordat.Oversight;
using Concordat.Oversight.Costs;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Costs;

/// <summary><c>GET /v1/costs</c>: what the use case of the key has used, and what it cost. Errors are problem documents.</summary>
internal static class CostEndpoint
{
    public static async Task HandleAsync(HttpContext http, ConcordatGateway gateway)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (query, unread) = CostQuery.Read(http.Request.Query, gateway.Admit.Time.GetUtcNow(), "model");
        var error = CallerKey.Fault(http, gateway.Keys, out var key) ?? unread;
        CostReport? report = null;
        try
        {
            report = error is null
                ? CostReport.Of(
                    query.From, query.To, query.By,
                    await gateway.Costs.SumAsync(query.From, query.To, query.By, key!.UseCase, http.RequestAborted).ConfigureAwait(false))
                : null;
        }
        catch (OversightUnavailableException)
        {
            error = GatewayErrors.StoreUnavailable;
        }

        if (report is null)
        {
            await ProblemWriter.WriteAsync(http, error!).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        report.Write(json);
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
