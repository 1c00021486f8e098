using System.Text;
using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>Sends messages to <c>/mcp</c> as a program of the current revision does, and shows what comes back as it came.</summary>
internal static class McpCaller
{
    public const string Version = "2026-07-28";

    public static Task<McpSeen> CallAsync(GatewayHost host, string tool, object? arguments = null, string? granted = null, JsonObject? capabilities = null, JsonObject? more = null) =>
        SendAsync(host, Message("tools/call", Call(tool, arguments, granted, capabilities, more)));

    public static Task<McpSeen> AskAsync(GatewayHost host, string method) => SendAsync(host, Message(method, new JsonObject { ["_meta"] = Meta(null) }));

    public static JsonObject Message(string method, JsonObject parameters) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };

    public static JsonObject Call(string tool, object? arguments = null, string? granted = null, JsonObject? capabilities = null, JsonObject? more = null)
    {
        var meta = Meta(capabilities);
        if (granted is not null)
        {
            meta["concordat/case"] = granted;
        }

        var parameters = new JsonObject
        {
            ["name"] = tool,
            ["arguments"] = arguments as JsonNode ?? System.Text.Json.JsonSerializer.SerializeToNode(arguments ?? new { }),
            ["_meta"] = meta,
        };
        foreach (var (name, value) in more ?? [])
        {
            parameters[name] = value?.DeepClone();
        }

        return parameters;
    }

    public static JsonObject Meta(JsonObject? capabilities) => new()
    {
        ["io.modelcontextprotocol/protocolVersion"] = Version,
        ["io.modelcontextprotocol/clientCapabilities"] = capabilities?.DeepClone() ?? new JsonObject(),
    };

    public static Task<McpSeen> SendAsync(GatewayHost host, JsonObject message, Action<HttpRequestMessage>? change = null) =>
        SendAsync(host, message.ToJsonString(), request =>
        {
            request.Headers.Add("MCP-Protocol-Version", Version);
            request.Headers.Add("Mcp-Method", message["method"]!.GetValue<string>());
            if (message["params"]?["name"] is { } name)
            {
                request.Headers.Add("Mcp-Name", name.GetValue<string>());
            }

            change?.Invoke(request);
        });

    public static async Task<McpSeen> SendAsync(GatewayHost host, string body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        change?.Invoke(request);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var json = response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text, documentOptions: new() { MaxDepth = 256 }) : null;
        return new McpSeen(response.StatusCode, text, json, response.Headers.TryGetValues("Concordat-Case", out var cases) ? cases.Single() : null,
            response.Headers.TryGetValues("Mcp-Session-Id", out var sessions) ? sessions.Single() : null);
    }
}
