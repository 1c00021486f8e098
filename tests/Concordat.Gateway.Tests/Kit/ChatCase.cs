using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

internal sealed class ChatCase : DialectCase
{
    public override string Path => "/v1/chat/completions";

    public override string Kind => "openai";

    public override string Request(string prompt, bool stream, string model = "m") => new JsonObject
    {
        ["model"] = model,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
    }.ToJsonString();

    public override string Answer(string text) => Completion(new JsonObject { ["role"] = "assistant", ["content"] = text }, "stop");

    public override string CallAnswer(string tool, string arguments) => Completion(
        new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(Call(tool, arguments)) }, "tool_calls");

    public override IReadOnlyList<string> Stream(IEnumerable<string> pieces) =>
    [
        Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }),
        .. pieces.Select(piece => Chunk(new JsonObject { ["content"] = piece })),
        Chunk([], "stop"),
        "data: [DONE]\n\n",
    ];

    public override IReadOnlyList<string> CallStream(string tool, IEnumerable<string> argumentPieces) =>
    [
        Chunk(new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(Call(tool, "", index: 0)) }),
        .. argumentPieces.Select(piece => Chunk(new JsonObject
        {
            ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = piece } }),
        })),
        Chunk([], "tool_calls"),
        "data: [DONE]\n\n",
    ];

    private static JsonObject Call(string tool, string arguments, int? index = null)
    {
        var call = new JsonObject
        {
            ["id"] = "call_1",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments },
        };
        if (index is { } i)
        {
            call["index"] = i;
        }

        return call;
    }

    private static string Completion(JsonObject message, string finish) => new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1,
        ["model"] = "m",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
    }.ToJsonString();

    private static string Chunk(JsonObject delta, string? finish = null) => Event(new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = "m",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    });
}
