using System.Buffers;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Mcp;

/// <summary>Tells a client that its call was refused or is held, and sends its user to the case where the client can do that.</summary>
internal static class McpHold
{
    public static ValueTask WriteAsync(McpClient client, McpCall call, SettledVerdict stopped)
    {
        var exchange = client.Exchange;
        var error = GatewayErrors.OfVerdict(stopped, exchange.Case);
        var isOpen = stopped.Verdict.Kind == VerdictKind.Hold && stopped.Case is not null && stopped.Release is not "denied";
        if (isOpen)
        {
            error = error with { Message = $"{error.Message}; once it is granted, make exactly this call again with {{\"{McpNames.Case}\": \"{stopped.Case}\"}} in `_meta`" };
        }

        if (!exchange.Model.Tools.TryGetEffect(call.Name, out _))
        {
            error = error with { Message = $"{error.Message} (nobody has registered `{call.Name}` under `tools`)" };
        }
        else if (exchange.OfferedTools.Offered.Contains(Model.ToolRegistry.Unknown))
        {
            error = error with { Message = $"{error.Message} (the server's definition of `{call.Name}` is not the one that was accepted; `concordat mcp list` shows both)" };
        }

        var answer = new McpAnswer(client);
        return isOpen && client.OpensUrls && !call.Returns && exchange.Model.Config.CaseUrl is { } place
            ? SendToCaseAsync(answer, error, place.Replace("{case}", stopped.Case, StringComparison.Ordinal), stopped.Case!)
            : answer.ToolErrorAsync(error);
    }

    /// <summary>Asks the client to open the page of the case (URL-mode elicitation); the page asks whoever opens it to sign in.</summary>
    private static ValueTask SendToCaseAsync(McpAnswer answer, GatewayError error, string url, string caseId)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, ErrorJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("inputRequests");
            json.WriteStartObject(McpCall.Approval);
            json.WriteString("method", "elicitation/create");
            json.WriteStartObject("params");
            json.WriteString("mode", "url");
            json.WriteString("url", url);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();

            // Whoever forges it names a case, as anybody may: it releases nothing but the very call that was granted to the same key.
            json.WriteString("requestState", caseId);
            json.WriteEndObject();
        }

        return answer.ResultAsync(output.WrittenMemory[1..^1], error, "input_required");
    }
}
