using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Oversight.Readiness;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Readiness;

/// <summary>
/// The routes on which decisions on readiness are read and taken. Reading needs an API key, and shows the key's use case alone; a decision is taken for
/// its signatures and its evidence. Errors are problem documents.
/// </summary>
internal static class ReadinessEndpoints
{
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(10);

    /// <summary><c>GET /v1/readiness</c>: how far the key's use case has been let out with each model.</summary>
    public static Task ShowAsync(HttpContext http, ConcordatGateway gateway) => ProblemOrJson.AnswerAsync(http, async json =>
    {
        if (CallerKey.Fault(http, gateway.Keys, out var key) is { } fault)
        {
            return fault;
        }

        if (gateway.Model is not { } model || !model.UseCases.TryGetValue(key!.UseCase, out var useCase))
        {
            return GatewayErrors.NotReady;
        }

        json.WriteStartObject();
        json.WriteString("use_case", useCase.Id);
        json.WriteBoolean("decided", useCase.IsDecided);
        json.WriteStartArray("stages");
        if (useCase.IsDecided)
        {
            foreach (var standing in await gateway.ReadinessDesk.StandingAsync(model, useCase.Id, http.RequestAborted).ConfigureAwait(false))
            {
                Write(json, standing);
            }
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("model", ReadinessStep.AnyModel);
            json.WriteString("stage", useCase.Facts.Readiness);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    });

    /// <summary><c>POST /v1/readiness</c>: takes a signed decision.</summary>
    public static Task TakeAsync(HttpContext http, ConcordatGateway gateway) => ProblemOrJson.AnswerAsync(http, async json =>
    {
        if (gateway.Model is not { } model)
        {
            return GatewayErrors.NotReady;
        }

        var reading = await BodyReader.ReadAsync(http.Request, ReadinessReader.MaxEnvelopeBytes, BodyTimeout, gateway.Admit.Time).ConfigureAwait(false);
        if (reading.Error is { } unread)
        {
            return unread;
        }

        var body = reading.Buffer.AsMemory(0, reading.Length).ToArray();
        ArrayPool<byte>.Shared.Return(reading.Buffer!);
        var (document, isNew) = await gateway.ReadinessDesk.TakeAsync(model, body, http.RequestAborted).ConfigureAwait(false);
        http.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        json.WriteStartObject();
        json.WriteString("id", document.Step.Id);
        json.WriteString("use_case", document.Step.UseCase);
        json.WriteString("model", document.Step.Model);
        json.WriteString("stage", document.Step.Stage);
        json.WriteBoolean("new", isNew);
        json.WriteEndObject();
        return null;
    });

    private static void Write(Utf8JsonWriter json, ReadinessStanding standing)
    {
        var state = standing.State;
        json.WriteStartObject();
        json.WriteString("model", state.Model);
        json.WriteString("stage", state.Stage);
        if (state.Step is { } step)
        {
            json.WriteString("since", state.Since);
            json.WriteString("decision", step);
        }

        if (state.Limits is { RequestsPerDay: { } most })
        {
            json.WriteNumber("requests_per_day", most);
        }

        if (standing.Next is { } next)
        {
            json.WriteString("next", next);
            json.WriteNumber("requests_needed", standing.Requests);
            json.WriteStartArray("lacks");
            foreach (var lack in standing.Lacks)
            {
                json.WriteStringValue(lack);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
