using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Preflight;

/// <summary>
/// <c>POST /v1/preflight</c>: the verdict on a request without sending it. The body is
/// <c>{"operation": "chat|responses|messages|embeddings", "request": {…}}</c>. Opens no case and counts nobody in.
/// </summary>
internal sealed class PreflightEndpoint(AdmitStage admit, JudgeStage judges, DecideStage decide, Recorder recorder)
{
    public async Task HandleAsync(HttpContext http)
    {
        var (exchange, refusal) = admit.Admit(http, GatewayEndpoints.DialectOf("chat")!);
        if (exchange is null)
        {
            await ErrorWriter.WriteAsync(http, GatewayEndpoints.DialectOf("chat")!, refusal!).ConfigureAwait(false);
            return;
        }

        var inspection = RequestInspection.Rent();
        byte[]? rented = null;
        try
        {
            var limits = exchange.Model.Config.Limits;
            var reading = await BodyReader.ReadAsync(http.Request, limits.BodyBytes, limits.BodyTimeout, admit.Time).ConfigureAwait(false);
            rented = reading.Buffer;
            var error = reading.Error;
            if (error is null)
            {
                (exchange, error) = Open(exchange, reading.Buffer.AsMemory(0, reading.Length), inspection);
            }

            if (error is not null)
            {
                await recorder.RecordRejectionAsync(exchange, error.Code, error.Status, CancellationToken.None).ConfigureAwait(false);
                await ErrorWriter.WriteAsync(exchange, error).ConfigureAwait(false);
                return;
            }

            await AnswerAsync(exchange).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            await ErrorWriter.WriteAsync(exchange, GatewayErrors.LedgerUnavailable).ConfigureAwait(false);
        }
        catch (OversightUnavailableException)
        {
            await ErrorWriter.WriteAsync(exchange, GatewayErrors.StoreUnavailable).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, and nothing was promised to it.
        }
        finally
        {
            RequestInspection.Return(inspection);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }

            admit.Leave();
        }
    }

    private static (Exchange Exchange, GatewayError? Error) Open(Exchange outer, ReadOnlyMemory<byte> body, RequestInspection inspection)
    {
        outer.Body = body;
        if (inspection.InspectJson(body.Span, outer.Model.Config.Limits.Depth) is { } fault)
        {
            return (outer, GatewayErrors.Malformed(fault));
        }

        var (operation, request) = Split(body);
        if (operation is null || GatewayEndpoints.DialectOf(operation) is not { } dialect)
        {
            return (outer, GatewayErrors.InvalidRequest("$.operation", "`operation` must be chat, responses, messages or embeddings"));
        }

        if (request.IsEmpty)
        {
            return (outer, GatewayErrors.InvalidRequest("$.request", "`request` must be the JSON object that would be sent"));
        }

        var exchange = new Exchange(outer.Http, dialect, outer.Model, outer.Key, outer.Id, outer.Began)
        {
            UseCase = outer.UseCase,
            Registered = outer.Registered,
            Readiness = outer.Readiness,
            Orders = outer.Orders,
            Rulings = outer.Rulings,
            Certificate = outer.Certificate,
            Body = request,
        };
        outer.Salt.CopyTo(exchange.Salt, 0);
        inspection.Reset();
        return (exchange, InspectStage.Inspect(exchange, inspection));
    }

    private static (string? Operation, ReadOnlyMemory<byte> Request) Split(ReadOnlyMemory<byte> body)
    {
        var reader = JsonRead.Open(body.Span);
        reader.Read();
        string? operation = null;
        ReadOnlyMemory<byte> request = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return (operation, request);
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("operation"u8))
            {
                operation = JsonRead.StringValue(ref reader);
            }
            else if (reader.ValueTextEquals("request"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                request = isObject ? body[start..(int)reader.BytesConsumed] : default;
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }

        return (operation, request);
    }

    private async Task AnswerAsync(Exchange exchange)
    {
        await judges.AskAboutRequestAsync(exchange, exchange.Http.RequestAborted).ConfigureAwait(false);
        var (verdict, facts) = await PreflightVerdict.DecideAsync(exchange, decide, exchange.Http.RequestAborted).ConfigureAwait(false);
        await recorder.RecordPreflightAsync(exchange, facts, verdict, CancellationToken.None).ConfigureAwait(false);
        var http = exchange.Http;
        http.Response.ContentType = "application/json";
        ResponseHeaders.Write(exchange, Recorder.VerdictName(verdict.Kind), caseId: null);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, ErrorJson.Options);
        json.WriteStartObject();
        json.WriteString("verdict", Recorder.VerdictName(verdict.Kind));
        OpenAiErrors.WriteClauses(json, verdict);
        WriteRulings(json, verdict);
        WriteDependsOn(json, exchange);
        json.WriteString("deployment", exchange.Deployment.Facts.Name);
        json.WriteString("agreement", exchange.Model.Agreement.ShortHash);
        json.WriteNumber("entry", exchange.Entry);
        json.WritePropertyName("facts");
        var written = new CanonicalWriter();
        FactsWriter.Write(written, facts, exchange.UseCase.Json, exchange.Deployment.Json);
        json.WriteRawValue(written.Written.Span);
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteRulings(Utf8JsonWriter json, Agreements.Verdict verdict)
    {
        json.WriteStartArray("rulings");
        foreach (var id in verdict.Rulings)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }

    private static void WriteDependsOn(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartArray("depends_on");
        foreach (var (clause, facts) in PreflightUnknowns.Of(exchange, exchange.Deployment))
        {
            json.WriteStartObject();
            json.WriteString("clause", clause.Id.ToString());
            json.WriteStartArray("facts");
            foreach (var fact in facts)
            {
                json.WriteStringValue(fact);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
