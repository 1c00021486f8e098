using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Errors;
using Concordat.Oversight;
using Concordat.Oversight.Costs;
using Concordat.Oversight.Keys;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Costs;

/// <summary><c>GET /v1/costs</c>: what the use case of the key has used, and what it cost. Errors are problem documents.</summary>
internal static class CostEndpoint
{
    public static async Task HandleAsync(HttpContext http, ConcordatGateway gateway)
    {
        http.Response.Headers.CacheControl = "no-store";
        var presented = PresentedKey.Read(http.Request.Headers);
        if (presented.IsEmpty)
        {
            await ProblemWriter.WriteAsync(http, GatewayErrors.MissingKey).ConfigureAwait(false);
            return;
        }

        var outcome = gateway.Keys.Verify(presented, out var key);
        var (query, fault) = CostQuery.Read(http.Request.Query, gateway.Admit.Time.GetUtcNow(), "model");
        var error = outcome == KeyOutcome.Valid ? fault : outcome == KeyOutcome.Unavailable ? GatewayErrors.StoreUnavailable : GatewayErrors.InvalidKey;
        CostReport? report = null;
        try
        {
            report = error is null
                ? CostReport.Of(
                    query.From, query.To, query.By,
                    (await gateway.Costs.ListAsync(query.From, query.To, http.RequestAborted).ConfigureAwait(false))
                        .Where(day => day.UseCase.Equals(key!.UseCase, StringComparison.Ordinal)))
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
