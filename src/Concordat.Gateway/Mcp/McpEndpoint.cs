using System.Text.Json;
using Concordat.Gateway.Model;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// <c>POST /mcp</c>: the Model Context Protocol over streamable HTTP, in front of the registered tool servers. Serves the current
/// revision, in which every request stands alone, and older ones that begin with a handshake. Whatever is not named here is refused.
/// </summary>
internal sealed class McpEndpoint(AdmitStage admit, GatewayPipeline pipeline, McpCallStage calls, Commitments commitments)
{
    private readonly McpInFlight _inFlight = new();

    public async Task HandleAsync(HttpContext http, GatewayState state)
    {
        var dialect = new McpDialect();
        if (state.Current is { Mcp.IsServed: false })
        {
            await ErrorWriter.WriteAsync(http, dialect, GatewayErrors.RouteNotFound("/mcp")).ConfigureAwait(false);
            return;
        }

        // A page of any site can send requests to where this listens; browsers say from where.
        if (http.Request.Headers.Origin is { Count: > 0 } origin && !(origin is [{ } one] && state.Current?.Mcp.Allows(one) == true))
        {
            await ErrorWriter.WriteAsync(http, dialect, McpErrors.Origin).ConfigureAwait(false);
            return;
        }

        var (exchange, refusal) = admit.Admit(http, dialect);
        if (exchange is null)
        {
            await ErrorWriter.WriteAsync(http, dialect, refusal!).ConfigureAwait(false);
            return;
        }

        try
        {
            await pipeline.RunToEndAsync(exchange, RunAsync).ConfigureAwait(false);
        }
        finally
        {
            admit.Leave();
        }
    }

    /// <summary>Streams of the server's own, and sessions to be ended, do not exist here.</summary>
    public static Task RefuseMethodAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = "POST";
        return Task.CompletedTask;
    }

    private async ValueTask<(GatewayError? Error, byte[]? Body)> RunAsync(Exchange exchange)
    {
        var limits = exchange.Model.Config.Limits;
        var reading = await BodyReader.ReadAsync(exchange.Http.Request, limits.BodyBytes, limits.BodyTimeout, admit.Time).ConfigureAwait(false);
        if (reading.Error is { } unread)
        {
            return (await pipeline.RejectAsync(exchange, unread).ConfigureAwait(false), null);
        }

        exchange.Body = reading.Buffer.AsMemory(0, reading.Length);
        var inspection = RequestInspection.Rent();
        McpMessage? message = null;
        try
        {
            GatewayError? error;
            (message, error) = Read(exchange, inspection);
            error ??= await AnswerAsync(exchange, message!, inspection).ConfigureAwait(false);
            return (error is null ? null : await pipeline.RejectAsync(exchange, error).ConfigureAwait(false), reading.Buffer);
        }
        finally
        {
            message?.Dispose();
            exchange.Findings = null!;
            RequestInspection.Return(inspection);
        }
    }

    private static (McpMessage? Message, GatewayError? Error) Read(Exchange exchange, RequestInspection inspection)
    {
        var accept = exchange.Http.Request.Headers.Accept.ToString();
        if (!accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) || !accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            return (null, McpErrors.Accept);
        }

        // Only the form counts here; what is passed on is inspected by itself.
        if (inspection.InspectJson(exchange.Body.Span, exchange.Model.Config.Limits.Depth) is { } malformed)
        {
            return (null, GatewayErrors.Malformed(malformed));
        }

        inspection.Reset();
        var (message, error) = McpMessage.Read(exchange.Body);
        ((McpDialect)exchange.Dialect).Id = message?.Id ?? [];
        return (message, error);
    }

    private async ValueTask<GatewayError?> AnswerAsync(Exchange exchange, McpMessage message, RequestInspection inspection)
    {
        var (client, error) = Recognise(exchange, message);
        if (client is null || (error = McpHeaderCheck.Fault(client)) is not null)
        {
            return error;
        }

        if (message.IsNotification)
        {
            return Note(client);
        }

        var answer = new McpAnswer(client);
        switch (message.Method)
        {
            case "tools/call":
                return await CallAsync(client, inspection).ConfigureAwait(false);
            case "tools/list":
                await McpTools.WriteAsync(client, answer, exchange.Http.RequestAborted).ConfigureAwait(false);
                return null;
            case "server/discover" when client.IsModern:
                await answer.PlainAsync(McpHandshake.WriteDiscovery).ConfigureAwait(false);
                return null;
            case "initialize" when !client.IsModern:
                return await McpHandshake.OpenAsync(client, answer, commitments).ConfigureAwait(false);
            case "ping" when !client.IsModern:
                await answer.PlainAsync(static _ => { }).ConfigureAwait(false);
                return null;
            default:
                return McpErrors.Method(message.Method, client.IsModern);
        }
    }

    /// <summary>Tells which revision the client speaks.</summary>
    private (McpClient? Client, GatewayError? Error) Recognise(Exchange exchange, McpMessage message)
    {
        if (message.Version is { } version)
        {
            return version != McpVersions.Current
                ? (null, McpErrors.Version(version))
                : message.Meta.TryGetProperty(McpNames.Capabilities, out var capabilities) && capabilities.ValueKind == JsonValueKind.Object
                    ? (new McpClient(exchange, message, session: null) { OpensUrls = McpHandshake.OpensUrls(capabilities) }, null)
                    : (null, McpErrors.Parameters("$.params._meta", $"`{McpNames.Capabilities}` is missing"));
        }

        var headers = exchange.Http.Request.Headers;
        McpClientSession? session = null;
        if (headers[McpNames.SessionHeader] is { Count: > 0 } ids && (session = ids is [{ } id] ? McpClientSession.Read(commitments, exchange.Key.Id, id) : null) is null)
        {
            return (null, McpErrors.Session);
        }

        // Before the handshake there is no revision, and before 2025-06-18 there was no such header.
        var spoken = headers[McpNames.VersionHeader] is { Count: > 0 } versions ? versions.ToString() : session?.Version;
        return message.Method is "initialize" || McpVersions.IsLegacy(spoken)
            ? (new McpClient(exchange, message, session) { OpensUrls = session?.OpensUrls == true }, null)
            : spoken == McpVersions.Current
                ? (null, McpErrors.Parameters("$.params._meta", $"`{McpNames.Version}` is missing"))
                : (null, McpErrors.Version(spoken ?? "none"));
    }

    private GatewayError? Note(McpClient client)
    {
        var message = client.Message;
        if (message.Method is "notifications/cancelled" && client.Session is { } session
            && message.Params.ValueKind == JsonValueKind.Object && message.Params.TryGetProperty("requestId", out var id))
        {
            _inFlight.Cancel(session.Id, id.GetRawText());
        }

        client.Exchange.Http.Response.StatusCode = StatusCodes.Status202Accepted;
        return null;
    }

    /// <summary>In the current revision a closed connection cancels; in older ones it does not, and a message does.</summary>
    private async ValueTask<GatewayError?> CallAsync(McpClient client, RequestInspection inspection)
    {
        var exchange = client.Exchange;
        if (client.IsModern)
        {
            return await calls.RunAsync(client, inspection, exchange.Http.RequestAborted).ConfigureAwait(false);
        }

        var session = client.Session?.Id ?? exchange.Id.ToString("N");
        if (_inFlight.Begin(session, client.Message.Id) is not { } cancellation)
        {
            return McpErrors.Invalid("$.id", "a request of this `id` is under way already");
        }

        try
        {
            return await calls.RunAsync(client, inspection, cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nobody waits for an answer to what they cancelled.
            await pipeline.RejectAsync(exchange, new GatewayError(499, "invalid_request_error", ErrorCodes.ClientClosed, "cancelled")).ConfigureAwait(false);
            exchange.Http.Response.StatusCode = StatusCodes.Status202Accepted;
            return null;
        }
        finally
        {
            _inFlight.End(session, client.Message.Id);
        }
    }
}
