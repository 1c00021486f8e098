using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Errors;
using Microsoft.Extensions.Primitives;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// Compares the headers that repeat the body with the body, so that nothing between client and gateway can be told another story
/// (MCP 2026-07-28, streamable HTTP, server validation).
/// </summary>
internal static class McpHeaderCheck
{
    /// <summary>The headers that every request of the current revision carries.</summary>
    public static GatewayError? Fault(McpClient client)
    {
        if (!client.IsModern)
        {
            return null;
        }

        var (headers, message) = (client.Exchange.Http.Request.Headers, client.Message);
        return Fault(McpNames.VersionHeader, headers[McpNames.VersionHeader], message.Version!)
            ?? Fault(McpNames.MethodHeader, headers[McpNames.MethodHeader], message.Method)
            ?? (message.Method is "tools/call" && message.Params.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                ? Fault(McpNames.NameHeader, headers[McpNames.NameHeader], name.GetString()!)
                : null);
    }

    /// <summary>The headers that repeat arguments of this tool.</summary>
    public static GatewayError? Fault(McpClient client, McpTool tool, McpCall call)
    {
        if (!client.IsModern || tool.Headers.Count == 0)
        {
            return null;
        }

        using var arguments = JsonDocument.Parse(call.Arguments, McpMessage.Reading);
        foreach (var header in tool.Headers)
        {
            var sent = client.Exchange.Http.Request.Headers[header.Header];
            var value = header.ValueOf(arguments.RootElement);
            if (value is null ? sent.Count > 0 : Fault(header.Header, sent, value) is not null)
            {
                return McpErrors.Header(header.Header, "it does not say what the argument in the body says; read `tools/list` again");
            }
        }

        return null;
    }

    private static GatewayError? Fault(string name, StringValues sent, string expected)
    {
        var value = sent.Count == 1 && sent[0] is { } text ? McpHeaderParameter.Decode(text) : null;
        return value is null ? McpErrors.Header(name, "it is missing, sent twice or not readable")
            : value.Equals(expected, StringComparison.Ordinal) || AreSameNumber(value, expected) ? null
            : McpErrors.Header(name, "it does not match the body");
    }

    private static bool AreSameNumber(string a, string b) =>
        decimal.TryParse(a, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var first)
        && decimal.TryParse(b, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var second)
        && first == second;
}
