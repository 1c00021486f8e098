using Concordat.Gateway.Errors;
using Concordat.Safeguards;

namespace Concordat.Gateway.Mcp;

/// <summary>What a client of <c>/mcp</c> is told that did not speak as the protocol asks, and the protocol's own numbers for it.</summary>
internal static class McpErrors
{
    public static GatewayError Origin { get; } = new(403, "permission_error", ErrorCodes.OriginNotAllowed,
        "the page that sent this is not of an allowed origin; list it under `mcp.origins`, or call from a program");

    public static GatewayError Session { get; } = new(404, "invalid_request_error", ErrorCodes.SessionNotFound,
        "the session is not one of this gateway and key; send `initialize` again");

    public static GatewayError Accept { get; } = new(406, "invalid_request_error", ErrorCodes.InvalidHeader,
        "header `Accept`: list both `application/json` and `text/event-stream`");

    public static GatewayError Invalid(string param, string message) =>
        new(400, "invalid_request_error", ErrorCodes.InvalidRequest, message) { Param = param };

    public static GatewayError Parameters(string param, string message) =>
        new(400, "invalid_request_error", ErrorCodes.InvalidParameters, message) { Param = param };

    public static GatewayError Header(string name, string message) =>
        new(400, "invalid_request_error", ErrorCodes.HeaderMismatch, $"header `{name}`: {message}") { Param = name };

    /// <param name="requested">The revision as the client wrote it.</param>
    public static GatewayError Version(string requested) =>
        new(400, "invalid_request_error", ErrorCodes.UnsupportedProtocolVersion, $"the gateway speaks {string.Join(", ", McpVersions.All)}") { Param = requested.Length <= 64 ? requested : requested[..64] };

    /// <param name="modern">Whether the revision wants it said in the HTTP status too.</param>
    public static GatewayError Method(string method, bool modern) => new(modern ? 404 : 200, "invalid_request_error", ErrorCodes.MethodNotFound, method switch
    {
        "resources/list" or "resources/read" or "resources/templates/list" or "resources/subscribe" or "resources/unsubscribe" => Refused("resources"),
        "prompts/list" or "prompts/get" => Refused("prompts"),
        "completion/complete" => Refused("completions"),
        "logging/setLevel" => Refused("log messages of servers"),
        "subscriptions/listen" => Refused("subscriptions"),
        "sampling/createMessage" or "elicitation/create" or "roots/list" => Refused("requests of servers to clients"),
        _ when method.StartsWith("tasks/", StringComparison.Ordinal) => Refused("tasks"),
        _ => "there is no such method here; the gateway serves `tools/list` and `tools/call`",
    });

    public static GatewayError UnknownTool(string name) => new(200, "invalid_request_error", ErrorCodes.ToolNotFound,
        $"there is no tool `{Safe(name)}` for this use case; `tools/list` lists those there are");

    /// <summary>The number by which JSON-RPC or MCP names the error.</summary>
    public static int NumberOf(GatewayError error) => error.Code switch
    {
        ErrorCodes.MethodNotFound => -32601,
        ErrorCodes.InvalidParameters or ErrorCodes.ToolNotFound => -32602,
        ErrorCodes.HeaderMismatch => -32020,
        ErrorCodes.UnsupportedProtocolVersion => -32022,
        JsonFaultCode.MalformedJson or JsonFaultCode.DuplicateKey or JsonFaultCode.InvalidUtf8 or JsonFaultCode.LoneSurrogate or JsonFaultCode.TooDeep
            or JsonFaultCode.TrailingData or JsonFaultCode.EmptyBody => -32700,
        _ when error.Status is 400 or 406 or 413 or 415 => -32600,
        _ => -32603,
    };

    private static string Refused(string what) => $"{what} do not pass this gateway: it serves `tools/list` and `tools/call`, and nothing passes unread";

    private static string Safe(string name)
    {
        var shown = name.Length <= 80 ? name : name[..80] + "…";
        return string.Concat(shown.Select(static c => char.IsControl(c) || char.IsSurrogate(c) || c == '`' ? '?' : c));
    }
}
