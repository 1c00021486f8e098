using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

internal sealed class MessagesCase : DialectCase
{
    public override string Path => "/v1/messages";

    public override string Kind => "anthropic";

    public override string Request(string prompt, bool stream, string model = "m") => new JsonObject
    {
        ["model"] = model,
        ["max_tokens"] = 100,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
    }.ToJsonString();

    public override string Answer(string text) =>
        Message(new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }), "end_turn").ToJsonString();

    public override string CallAnswer(string tool, string arguments) => Message(
        new JsonArray(new JsonObject { ["type"] = "tool_use", ["id"] = "toolu_1", ["name"] = tool, ["input"] = JsonNode.Parse(arguments) }),
        "tool_use").ToJsonString();

    public override IReadOnlyList<string> Stream(IEnumerable<string> pieces) => Block(
        new JsonObject { ["type"] = "text", ["text"] = "" },
        pieces.Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece }), "end_turn");

    public override IReadOnlyList<string> CallStream(string tool, IEnumerable<string> argumentPieces) => Block(
        new JsonObject { ["type"] = "tool_use", ["id"] = "toolu_1", ["name"] = tool, ["input"] = new JsonObject() },
        argumentPieces.Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }), "tool_use");

    private static List<string> Block(JsonObject block, IEnumerable<JsonObject> deltas, string stop) =>
    [
        Named("message_start", new JsonObject { ["message"] = Message([], null) }),
        Named("content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = block }),
        .. deltas.Select(delta => Named("content_block_delta", new JsonObject { ["index"] = 0, ["delta"] = delta })),
        Named("content_block_stop", new JsonObject { ["index"] = 0 }),
        Named("message_delta", new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = stop }, ["usage"] = new JsonObject { ["output_tokens"] = 1 } }),
        Named("message_stop", []),
    ];

    private static string Named(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return Event(data, type);
    }

    private static JsonObject Message(JsonArray content, string? stop) => new()
    {
        ["id"] = "msg_1",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = "m",
        ["content"] = content,
        ["stop_reason"] = stop,
        ["usage"] = new JsonObject { ["input_tokens"] = 1, ["output_tokens"] = 1 },
    };
}
