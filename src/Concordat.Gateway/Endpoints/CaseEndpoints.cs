using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Desk;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>The routes on which people read and decide cases, and on which a use case follows its own.</summary>
internal static class CaseEndpoints
{
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(10);

    /// <summary><c>POST /v1/cases/{id}/readings</c>: shows the action to whoever signs that they want to read it.</summary>
    public static Task ReadAsync(HttpContext http, ConcordatGateway gateway) => TakeAsync(http, gateway, gateway.Desk.ReadAsync);

    /// <summary><c>POST /v1/cases/{id}/decisions</c>: takes a signed decision.</summary>
    public static Task DecideAsync(HttpContext http, ConcordatGateway gateway) => TakeAsync(http, gateway, gateway.Desk.DecideAsync);

    /// <summary><c>GET /v1/cases/{id}</c>: where a case of the caller's own use case stands; with its grant once that was used.</summary>
    public static Task GetAsync(HttpContext http, ConcordatGateway gateway) => AnswerAsync(http, gateway, async (_, id) =>
    {
        var presented = PresentedKey.Read(http.Request.Headers);
        if (presented.IsEmpty)
        {
            return DeskAnswer.Of(GatewayErrors.MissingKey);
        }

        return gateway.Keys.Verify(presented, out var key) switch
        {
            KeyOutcome.Valid => await gateway.Desk.GrantAsync(key!.UseCase, id, http.RequestAborted).ConfigureAwait(false),
            KeyOutcome.Unavailable => DeskAnswer.Of(GatewayErrors.StoreUnavailable),
            _ => DeskAnswer.Of(GatewayErrors.InvalidKey),
        };
    });

    private static Task TakeAsync(
        HttpContext http, ConcordatGateway gateway, Func<Model.GatewayModel, CaseId, ReadOnlyMemory<byte>, CancellationToken, ValueTask<DeskAnswer>> take) =>
        AnswerAsync(http, gateway, async (model, id) =>
        {
            var reading = await BodyReader.ReadAsync(http.Request, DecisionStatement.MaxEnvelopeBytes, BodyTimeout, gateway.Admit.Time).ConfigureAwait(false);
            if (reading.Error is { } unread)
            {
                return DeskAnswer.Of(unread);
            }

            var body = reading.Buffer.AsMemory(0, reading.Length).ToArray();
            ArrayPool<byte>.Shared.Return(reading.Buffer!);
            return await take(model, id, body, http.RequestAborted).ConfigureAwait(false);
        });

    private static async Task AnswerAsync(HttpContext http, ConcordatGateway gateway, Func<Model.GatewayModel, CaseId, ValueTask<DeskAnswer>> ask)
    {
        var dialect = GatewayEndpoints.DialectOf("chat")!;
        DeskAnswer answer;
        try
        {
            answer = gateway.Model is not { } model ? DeskAnswer.Of(GatewayErrors.NotReady)
                : !CaseId.TryParse(http.Request.RouteValues["id"] as string, out var id) ? DeskAnswer.Of(GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/"))
                : await ask(model, id).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            answer = DeskAnswer.Of(GatewayErrors.LedgerUnavailable);
        }
        catch (OversightUnavailableException)
        {
            answer = DeskAnswer.Of(GatewayErrors.StoreUnavailable);
        }

        http.Response.Headers.CacheControl = "no-store";
        if (answer.Error is { } error)
        {
            await ErrorWriter.WriteAsync(http, dialect, error).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        Write(json, answer);
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, DeskAnswer answer)
    {
        var (held, file) = (answer.File!.Case, answer.File);
        json.WriteStartObject();
        json.WriteString("case", held.Id.Value);
        json.WriteString("type", CaseNames.Of(held.Type));
        json.WriteString("state", CaseNames.Of(held.State));
        json.WriteString("expires", held.Expires);
        json.WriteString("digest", held.Digest);
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
}
