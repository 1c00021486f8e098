using System.Text;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>
/// <c>GET /v1/cases/{id}/events</c>: what becomes of a case of the caller's own use case, as server-sent events: its state now, then each
/// change of it. Ends when nothing can become of it any more, or after a while; a client asks again then.
/// </summary>
internal static class CaseEventsEndpoint
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static async Task HandleAsync(HttpContext http, ConcordatGateway gateway)
    {
        try
        {
            if (await FirstAsync(http, gateway).ConfigureAwait(false) is { } first)
            {
                await FollowAsync(http, gateway, first).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        catch (OversightUnavailableException)
        {
            await RefuseAsync(http, GatewayErrors.StoreUnavailable).ConfigureAwait(false);
        }
    }

    /// <summary>The case as it is, or null where the answer has been written.</summary>
    private static async ValueTask<Case?> FirstAsync(HttpContext http, ConcordatGateway gateway)
    {
        if (CallerKey.Fault(http, gateway.Keys, out var key) is { } fault)
        {
            await RefuseAsync(http, fault).ConfigureAwait(false);
            return null;
        }

        if (!CaseId.TryParse(http.Request.RouteValues["id"] as string, out var id))
        {
            await RefuseAsync(http, GatewayErrors.RouteNotFound(http.Request.Path.Value ?? "/")).ConfigureAwait(false);
            return null;
        }

        var answer = await gateway.Desk.GrantAsync(key!.UseCase, id, http.RequestAborted).ConfigureAwait(false);
        if (answer.Error is { } error)
        {
            await RefuseAsync(http, error).ConfigureAwait(false);
        }

        return answer.File?.Case;
    }

    private static async ValueTask FollowAsync(HttpContext http, ConcordatGateway gateway, Case first)
    {
        var (time, response) = (gateway.Admit.Time, http.Response);
        var began = time.GetTimestamp();
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var state = first.State;
        await SayAsync(response, first.Id, state).ConfigureAwait(false);
        while (state is CaseState.Open or CaseState.Granted && time.GetElapsedTime(began) < Longest)
        {
            if (await gateway.Waiting.UntilLeftAsync(first.Id, state, KeepAlive, http.RequestAborted).ConfigureAwait(false) is not { } next)
            {
                return;
            }

            if (next == state)
            {
                await WriteAsync(response, ":\n\n").ConfigureAwait(false);
                await gateway.Waiting.PauseAsync(http.RequestAborted).ConfigureAwait(false);
                continue;
            }

            state = next;
            await SayAsync(response, first.Id, state).ConfigureAwait(false);
        }
    }

    private static Task SayAsync(HttpResponse response, CaseId id, CaseState state) =>
        WriteAsync(response, $"event: case\ndata: {{\"case\":\"{id}\",\"state\":\"{CaseNames.Of(state)}\"}}\n\n");

    private static async Task WriteAsync(HttpResponse response, string text)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), response.HttpContext.RequestAborted).ConfigureAwait(false);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext http, GatewayError error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        return ErrorWriter.WriteAsync(http, GatewayEndpoints.DialectOf("chat")!, error);
    }
}
