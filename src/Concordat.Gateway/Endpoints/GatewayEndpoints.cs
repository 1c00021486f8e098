using System.Text.Json;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Costs;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Mcp;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Reports;
using Concordat.Gateway.Readiness;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Shadow;
using Concordat.Gateway.Unmasking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Concordat.Gateway.Endpoints;

/// <summary>Every route of the data plane. What is not listed here is 404: nothing is passed through unread.</summary>
internal static class GatewayEndpoints
{
    private static readonly OpenAiChatDialect Chat = new();
    private static readonly OpenAiResponsesDialect Responses = new();
    private static readonly OpenAiEmbeddingsDialect Embeddings = new();
    private static readonly AnthropicMessagesDialect Messages = new();

    /// <summary>The dialect of an operation, as preflight names it.</summary>
    public static Dialect? DialectOf(string operation) => operation switch
    {
        "chat" => Chat,
        "responses" => Responses,
        "embeddings" => Embeddings,
        "messages" => Messages,
        _ => null,
    };

    public static void Map(IEndpointRouteBuilder routes, ConcordatGateway gateway)
    {
        var (pipeline, admit) = (gateway.Pipeline, gateway.Admit);
        routes.MapPost("/v1/chat/completions", http => pipeline.HandleAsync(http, admit, Chat));
        routes.MapPost("/v1/responses", http => pipeline.HandleAsync(http, admit, Responses));
        routes.MapPost("/v1/embeddings", http => pipeline.HandleAsync(http, admit, Embeddings));
        routes.MapPost("/v1/messages", http => pipeline.HandleAsync(http, admit, Messages));
        routes.MapPost("/mcp", http => gateway.Mcp.HandleAsync(http, gateway.State));
        routes.MapMethods("/mcp", [HttpMethods.Get, HttpMethods.Delete], McpEndpoint.RefuseMethodAsync);
        routes.MapPost("/v1/preflight", gateway.Preflight.HandleAsync);
        routes.MapPost("/v1/preflight/certificates", gateway.CertificateDesk.CertifyAsync);
        routes.MapGet("/v1/preflight/certificates/{id}", http => CertificateEndpoint.HandleAsync(http, gateway));
        routes.MapPost("/v1/cases/{id}/readings", http => CaseEndpoints.ReadAsync(http, gateway));
        routes.MapPost("/v1/cases/{id}/decisions", http => CaseEndpoints.DecideAsync(http, gateway));
        routes.MapPost("/v1/cases/{id}/challenges", http => CaseEndpoints.ChallengeAsync(http, gateway));
        routes.MapPost("/v1/cases/{id}/rulings", http => RulingEndpoints.DraftAsync(http, gateway));
        routes.MapPost("/v1/cases/{id}/withdrawal", http => CaseEndpoints.TakeBackAsync(http, gateway));
        routes.MapPost("/v1/cases/{id}/identities", http => UnmaskEndpoint.GiveAsync(http, gateway));
        routes.MapPost("/v1/decisions/{entry}/unmaskings", http => UnmaskEndpoint.AskAsync(http, gateway));
        routes.MapGet("/v1/cases", http => CaseListEndpoint.HandleAsync(http, gateway));
        routes.MapGet("/v1/cases/{id}", http => CaseEndpoints.GetAsync(http, gateway));
        routes.MapGet("/v1/cases/{id}/events", http => CaseEventsEndpoint.HandleAsync(http, gateway));
        routes.MapPost("/v1/approvers/invitations", http => ApproverEndpoints.InviteAsync(http, gateway));
        routes.MapPost("/v1/approvers/challenges", http => ApproverEndpoints.ChallengeAsync(http, gateway));
        routes.MapPost("/v1/approvers/credentials", http => ApproverEndpoints.EnrolAsync(http, gateway));
        routes.MapPost("/v1/approvers/retirements", http => ApproverEndpoints.RetireAsync(http, gateway));
        routes.MapPost("/v1/decisions/{entry}/reports", http => ReportEndpoint.HandleAsync(http, gateway));
        routes.MapPost("/v1/decisions/{entry}/settlements", http => ReportEndpoint.SettleAsync(http, gateway));
        MapSigned(routes, gateway);
        routes.MapGet("/v1/deployments/shadow", http => ShadowEndpoint.HandleAsync(http, gateway));
        routes.MapGet("/v1/costs", http => CostEndpoint.HandleAsync(http, gateway));
        routes.MapGet("/v1/receipts/{entry}", gateway.Receipts.HandleAsync);
        routes.MapGet("/v1/models", http => ModelsEndpoint.HandleAsync(http, gateway));
        routes.MapGet("/healthz", HealthAsync);
        routes.MapGet("/readyz", http => ReadyAsync(http, gateway));
        routes.MapGet("/metrics", http => MetricsAsync(http, gateway));
        if (gateway.Published is { } published)
        {
            routes.MapMethods("/ledger/{**path}", [HttpMethods.Get, HttpMethods.Head], http => LedgerEndpoint.HandleAsync(http, published));
        }

        routes.MapFallback("/{**path}", NotFoundAsync);
    }

    /// <summary>Documents that people sign elsewhere, and anybody brings.</summary>
    private static void MapSigned(IEndpointRouteBuilder routes, ConcordatGateway gateway)
    {
        routes.MapPost("/v1/keys", http => KeyEndpoints.MakeAsync(http, gateway));
        routes.MapPost("/v1/keys/{id}/revocation", http => KeyEndpoints.RevokeAsync(http, gateway));
        routes.MapGet("/v1/orders", http => OrderEndpoints.ListAsync(http, gateway));
        routes.MapPost("/v1/orders", http => OrderEndpoints.TakeAsync(http, gateway));
        routes.MapGet("/v1/orders/{id}", http => OrderEndpoints.ShowAsync(http, gateway));
        routes.MapGet("/v1/orders/{id}/explanation", http => OrderEndpoints.ExplainAsync(http, gateway));
        routes.MapGet("/v1/orders/{id}/plan", http => OrderEndpoints.PlanAsync(http, gateway));
        routes.MapGet("/v1/rulings", http => RulingEndpoints.ListAsync(http, gateway));
        routes.MapPost("/v1/rulings", http => RulingEndpoints.TakeAsync(http, gateway));
        routes.MapGet("/v1/rulings/{id}", http => RulingEndpoints.ShowAsync(http, gateway));
        routes.MapGet("/v1/readiness", http => ReadinessEndpoints.ShowAsync(http, gateway));
        routes.MapPost("/v1/readiness", http => ReadinessEndpoints.TakeAsync(http, gateway));
    }

    /// <summary>The dialect in whose error shape a route that does not exist is answered.</summary>
    public static Dialect ErrorDialect(PathString path) => path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) ? Messages : Chat;

    private static Task NotFoundAsync(HttpContext http) =>
        ErrorWriter.WriteAsync(http, ErrorDialect(http.Request.Path), GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/"));

    private static Task HealthAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("ok\n", http.RequestAborted);
    }

    private static async Task ReadyAsync(HttpContext http, ConcordatGateway gateway)
    {
        var status = gateway.Status();
        http.Response.StatusCode = status.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteBoolean("ready", status.Ready);
        json.WriteString("agreement", status.Agreement);
        json.WriteBoolean("ledger", status.LedgerHealthy);
        json.WriteString("ledger_fault", status.LedgerFault);
        json.WriteString("orders_fault", status.OrdersFault);
        json.WriteBoolean("keys", status.KeysFresh);
        WriteWitnesses(json, status);
        json.WriteString("configuration", status.ConfigurationFault is null ? "in force" : "the newest one is bad; the one before it is in force");
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteWitnesses(Utf8JsonWriter json, GatewayStatus status)
    {
        json.WritePropertyName("witnesses");
        if (status.Witnesses is not { } witnesses)
        {
            json.WriteStringValue("none are configured");
            return;
        }

        json.WriteStartObject();
        json.WriteBoolean("quorum", witnesses.HasQuorum);
        json.WriteBoolean("missing", status.QuorumMissing);
        json.WritePropertyName("waiting_since");
        if (witnesses.WaitingSince is { } since)
        {
            json.WriteStringValue(since.UtcDateTime);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNumber("entries", witnesses.WitnessedSize ?? 0);
        json.WriteStartObject("faults");
        foreach (var witness in witnesses.Witnesses.Where(static w => w.Fault is not null))
        {
            json.WriteString(witness.Name, witness.Fault);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static Task MetricsAsync(HttpContext http, ConcordatGateway gateway)
    {
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return http.Response.WriteAsync(gateway.RenderMetrics(), http.RequestAborted);
    }
}
