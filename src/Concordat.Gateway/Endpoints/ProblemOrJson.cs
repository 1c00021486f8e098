using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Errors;
using Concordat.Oversight;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Rulings;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>Answers with JSON that is written whole before any of it is sent, or with a problem document.</summary>
internal static class ProblemOrJson
{
    /// <summary>Sends what <paramref name="write"/> has written, unless it gives an error or the document, or the store, is at fault.</summary>
    public static async Task AnswerAsync(HttpContext http, Func<Utf8JsonWriter, ValueTask<GatewayError?>> write)
    {
        http.Response.Headers.CacheControl = "no-store";
        var body = new ArrayBufferWriter<byte>(4096);
        GatewayError? error;
        try
        {
            await using var json = new Utf8JsonWriter(body);
            error = await write(json).ConfigureAwait(false);
        }
        catch (OrderException fault)
        {
            error = GatewayErrors.OrderNotTaken(fault.Message);
        }
        catch (RulingException fault)
        {
            error = GatewayErrors.RulingNotTaken(fault.Message);
        }
        catch (ReadinessException fault)
        {
            error = GatewayErrors.ReadinessNotTaken(fault.Message);
        }
        catch (OversightUnavailableException fault)
        {
            error = GatewayErrors.StoreAway(fault);
        }

        if (error is not null)
        {
            await ProblemWriter.WriteAsync(http, error).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(body.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}
