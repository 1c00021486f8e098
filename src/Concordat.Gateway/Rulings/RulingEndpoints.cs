using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Desk;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Rulings;

/// <summary>
/// The routes on which rulings are read and taken. Reading needs an API key, and shows the rulings on the key's use case alone; a ruling or a
/// revocation is taken for its signatures. Errors are problem documents.
/// </summary>
internal static class RulingEndpoints
{
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(10);

    /// <summary><c>GET /v1/rulings</c>: every ruling on the key's use case.</summary>
    public static Task ListAsync(HttpContext http, ConcordatGateway gateway) => ReadAsync(http, gateway, async (model, useCase, json) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("rulings");
        foreach (var report in await gateway.RulingDocket.ListAsync(model, http.RequestAborted).ConfigureAwait(false))
        {
            if (report.UseCase.Equals(useCase, StringComparison.Ordinal))
            {
                Write(json, report);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    });

    /// <summary><c>GET /v1/rulings/{id}</c>: one of them, as it was signed and as the clause that it is.</summary>
    public static Task ShowAsync(HttpContext http, ConcordatGateway gateway) => ReadAsync(http, gateway, async (model, useCase, json) =>
    {
        var view = await gateway.RulingDocket.FindAsync(model, (string)http.Request.RouteValues["id"]!, http.RequestAborted).ConfigureAwait(false);
        if (view is null || !view.Report.UseCase.Equals(useCase, StringComparison.Ordinal))
        {
            return GatewayErrors.RulingNotFound;
        }

        json.WriteStartObject();
        json.WritePropertyName("ruling");
        Write(json, view.Report);
        json.WriteBase64String("envelope", view.Document.Envelope.ToJson());
        json.WriteEndObject();
        return null;
    });

    /// <summary><c>POST /v1/rulings</c>: takes a signed ruling or revocation.</summary>
    public static Task TakeAsync(HttpContext http, ConcordatGateway gateway) => ProblemOrJson.AnswerAsync(http, async json =>
    {
        if (gateway.Model is not { } model)
        {
            return GatewayErrors.NotReady;
        }

        var reading = await BodyReader.ReadAsync(http.Request, RulingReader.MaxEnvelopeBytes, BodyTimeout, gateway.Admit.Time).ConfigureAwait(false);
        if (reading.Error is { } unread)
        {
            return unread;
        }

        var body = reading.Buffer.AsMemory(0, reading.Length).ToArray();
        ArrayPool<byte>.Shared.Return(reading.Buffer!);
        var (document, isNew, turned) = await gateway.RulingDocket.TakeAsync(model, body, http.RequestAborted).ConfigureAwait(false);
        http.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        json.WriteString("act", document.Act);
        json.WriteBoolean("new", isNew);
        json.WriteString("ruling", document.Revocation?.Ruling ?? document.Id);
        json.WriteStartArray("turned");
        foreach (var flip in turned)
        {
            json.WriteStartObject();
            json.WriteString("certificate", flip.Certificate);
            json.WriteString("use_case", flip.UseCase);
            json.WriteString("owner", flip.Owner);
            json.WriteString("case", flip.Case);
            json.WriteString("from", flip.From);
            json.WriteString("to", flip.To);
            Strings(json, "clauses", flip.Clauses);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    });

    /// <summary><c>POST /v1/cases/{id}/rulings</c>: drafts a ruling from a case, for a person with a say in it who signed that they want to read it. Nothing is taken.</summary>
    public static Task DraftAsync(HttpContext http, ConcordatGateway gateway) => ProblemOrJson.AnswerAsync(http, async json =>
    {
        if (gateway.Model is not { } model)
        {
            return GatewayErrors.NotReady;
        }

        if (!CaseId.TryParse(http.Request.RouteValues["id"] as string, out var id))
        {
            return GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/");
        }

        var reading = await BodyReader.ReadAsync(http.Request, RulingDraftRequest.MaxBytes, BodyTimeout, gateway.Admit.Time).ConfigureAwait(false);
        if (reading.Error is { } unread)
        {
            return unread;
        }

        var wanted = RulingDraftRequest.Parse(reading.Buffer.AsMemory(0, reading.Length));
        ArrayPool<byte>.Shared.Return(reading.Buffer!);
        if (wanted is null)
        {
            return DeskErrors.Malformed("`statement`, the signed statement to read the case, `id`, `title`, `reason` and `days`, 1 to 366, are needed, as JSON, and nothing else");
        }

        var shown = await gateway.Desk.ReadAsync(model, id, wanted.Statement, http.RequestAborted).ConfigureAwait(false);
        if (shown.Error is { } refused)
        {
            return refused;
        }

        var payload = await gateway.RulingDocket.ProposeAsync(model, id, shown.Action!, wanted.Wish, http.RequestAborted).ConfigureAwait(false);
        json.WriteStartObject();
        json.WritePropertyName("ruling");
        json.WriteRawValue(payload);
        json.WriteBase64String("payload", payload);
        json.WriteString("text", RulingCondition.Of(RulingReader.Draft(payload).Ruling).Text());
        json.WriteEndObject();
        return null;
    });

    private static void Write(Utf8JsonWriter json, RulingReport report)
    {
        json.WriteStartObject();
        json.WriteString("id", report.Id);
        json.WriteString("title", report.Title);
        json.WriteString("reason", report.Reason);
        json.WriteString("case", report.Case);
        json.WriteString("use_case", report.UseCase);
        Strings(json, "clauses", report.Clauses);
        Strings(json, "opens", report.Opens);
        json.WriteString("issued", report.Issued);
        json.WriteString("expires", report.Expires);
        Strings(json, "signers", report.Signers);
        json.WriteBoolean("stands", report.Stands);
        if (report.Because is { } because)
        {
            json.WriteString("because", because);
        }

        json.WriteString("text", report.Text);
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static Task ReadAsync(HttpContext http, ConcordatGateway gateway, Func<GatewayModel, string, Utf8JsonWriter, ValueTask<GatewayError?>> write) =>
        ProblemOrJson.AnswerAsync(http, async json =>
        {
            var fault = CallerKey.Fault(http, gateway.Keys, out var key);
            return fault is not null ? fault
                : gateway.Model is { } model ? await write(model, key!.UseCase, json).ConfigureAwait(false)
                : GatewayErrors.NotReady;
        });
}
