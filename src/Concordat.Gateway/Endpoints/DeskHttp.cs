using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Grants;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>What the routes for people have in common: small bodies, JSON answers that nothing caches, and stores that may be away.</summary>
internal static class DeskHttp
{
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Asks under the model in force, and writes the error or the answer.</summary>
    public static async Task AnswerAsync(
        HttpContext http, ConcordatGateway gateway, Func<GatewayModel, ValueTask<(GatewayError? Error, Action<Utf8JsonWriter>? Write)>> ask)
    {
        var dialect = GatewayEndpoints.DialectOf("chat")!;
        (GatewayError? Error, Action<Utf8JsonWriter>? Write) answer;
        try
        {
            answer = gateway.Model is { } model ? await ask(model).ConfigureAwait(false) : (GatewayErrors.NotReady, null);
        }
        catch (LedgerUnavailableException)
        {
            answer = (GatewayErrors.LedgerUnavailable, null);
        }
        catch (OversightUnavailableException fault)
        {
            answer = (GatewayErrors.StoreAway(fault), null);
        }

        http.Response.Headers.CacheControl = "no-store";
        if (answer.Error is { } error)
        {
            await ErrorWriter.WriteAsync(http, dialect, error).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        answer.Write!(json);
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    public static async ValueTask<(byte[] Body, GatewayError? Error)> ReadBodyAsync(HttpContext http, ConcordatGateway gateway)
    {
        var reading = await BodyReader.ReadAsync(http.Request, DecisionStatement.MaxEnvelopeBytes, BodyTimeout, gateway.Admit.Time).ConfigureAwait(false);
        if (reading.Error is { } unread)
        {
            return ([], unread);
        }

        var body = reading.Buffer.AsMemory(0, reading.Length).ToArray();
        ArrayPool<byte>.Shared.Return(reading.Buffer!);
        return (body, null);
    }
}
