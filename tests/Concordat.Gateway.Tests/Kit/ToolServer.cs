using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Signing;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>An MCP server whose tools and answers a test writes by hand; of the current revision or of an older one.</summary>
internal sealed class ToolServer : IAsyncDisposable
{
    public const string Name = "depot";

    private readonly FakeUpstream _upstream;

    private ToolServer(FakeUpstream upstream) => _upstream = upstream;

    public bool IsModern { get; set; } = true;

    /// <summary>Definitions as the server lists them.</summary>
    public List<JsonObject> Tools { get; } = [Define("get_weather"), Define("order_part"), Define("deny_benefits"), Define("release_weapon")];

    /// <summary>Answers a call in place of the echo.</summary>
    public Func<HttpContext, JsonObject, Task>? OnCall { get; set; }

    /// <summary>Answers any message first; true when it did.</summary>
    public Func<HttpContext, JsonObject, Task<bool>>? OnMessage { get; set; }

    /// <summary>Parameters of the calls received.</summary>
    public ConcurrentQueue<JsonObject> Calls { get; } = new();

    /// <summary>Methods received, and the session each came in.</summary>
    public ConcurrentQueue<(string Method, string? Session)> Messages { get; } = new();

    public string Url => _upstream.Url;

    public static async Task<ToolServer> StartAsync()
    {
        var server = new ToolServer(await FakeUpstream.StartAsync());
        server._upstream.Answer = server.AnswerAsync;
        return server;
    }

    public static JsonObject Define(string name, string description = "Does what it says.") => new()
    {
        ["name"] = name,
        ["description"] = description,
        ["inputSchema"] = new JsonObject { ["type"] = "object" },
    };

    /// <summary>What people accept: SHA-256 over the canonical definition.</summary>
    public static string HashOf(JsonObject definition) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(System.Text.Encoding.UTF8.GetBytes(definition.ToJsonString()))));

    /// <summary>Puts the server behind a gateway, every tool accepted as it is now.</summary>
    public ConcordatConfig Register(ConcordatConfig config) => config with
    {
        Tools = [.. Tools.Select(tool => new ToolConfig
        {
            Name = $"{Name}__{tool["name"]}",
            Effect = config.Tools.FirstOrDefault(known => known.Name == tool["name"]!.GetValue<string>())?.Effect ?? "none",
            Definition = HashOf(tool),
        })],
        Mcp = new McpConfig
        {
            Servers = [new McpServerConfig
            {
                Name = Name, Url = Url, UseCases = ["maintenance"], Cloud = "local", Network = "net", Hosting = "cloud", Verified = true,
                Timeout = TimeSpan.FromSeconds(3), Refresh = TimeSpan.Zero,
            }],
        },
    };

    public static Task ReplyAsync(HttpContext http, JsonObject message, JsonNode result) => WriteAsync(http, new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = message["id"]?.DeepClone(),
        ["result"] = result,
    });

    public static Task WriteAsync(HttpContext http, JsonNode body, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString());
    }

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var message = JsonNode.Parse(_upstream.Bodies.Last(), documentOptions: new() { MaxDepth = 256 })!.AsObject();
        var method = message["method"]!.GetValue<string>();
        Messages.Enqueue((method, http.Request.Headers["Mcp-Session-Id"].FirstOrDefault()));
        if (OnMessage is { } first && await first(http, message))
        {
            return;
        }

        switch (method)
        {
            case "server/discover" when IsModern:
                await ReplyAsync(http, message, new JsonObject { ["supportedVersions"] = new JsonArray("2026-07-28"), ["capabilities"] = new JsonObject() });
                break;
            case "initialize" when !IsModern:
                http.Response.Headers["Mcp-Session-Id"] = $"session-{Messages.Count}";
                await ReplyAsync(http, message, new JsonObject { ["protocolVersion"] = "2025-11-25", ["capabilities"] = new JsonObject() });
                break;
            case "tools/list":
                await ReplyAsync(http, message, new JsonObject { ["tools"] = new JsonArray([.. Tools.Select(tool => tool.DeepClone())]) });
                break;
            case "tools/call":
                Calls.Enqueue(message["params"]!.AsObject());
                await (OnCall ?? EchoAsync)(http, message);
                break;
            case var note when note.StartsWith("notifications/", StringComparison.Ordinal):
                http.Response.StatusCode = 202;
                break;
            default:
                http.Response.StatusCode = 400;
                break;
        }
    }

    private static Task EchoAsync(HttpContext http, JsonObject message) => ReplyAsync(http, message, new JsonObject
    {
        ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = $"done {message["params"]!["arguments"]!.ToJsonString()}" }),
    });
}
