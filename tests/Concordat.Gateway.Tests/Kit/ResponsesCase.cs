using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

internal sealed class ResponsesCase : DialectCase
{
    public override string Path => "/v1/responses";

    public override string Kind => "openai";

    public override string Request(string prompt, bool stream, string model = "m") =>
        new JsonObject { ["model"] = model, ["stream"] = stream, ["input"] = prompt }.ToJsonString();

    public override string Answer(string text) => Response(new JsonArray(Text(text)), "completed").ToJsonString();

    public override string CallAnswer(string tool, string arguments) => Response(new JsonArray(Call(tool, arguments)), "completed").ToJsonString();

    public override IReadOnlyList<string> Stream(IEnumerable<string> pieces)
    {
        var all = pieces.ToArray();
        return
        [
            Named("response.created", new JsonObject { ["response"] = Response([], "in_progress") }),
            Named("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Text("") }),
            .. all.Select(piece => Named("response.output_text.delta",
                new JsonObject { ["item_id"] = "msg_1", ["output_index"] = 0, ["content_index"] = 0, ["delta"] = piece })),
            Named("response.output_text.done",
                new JsonObject { ["item_id"] = "msg_1", ["output_index"] = 0, ["content_index"] = 0, ["text"] = string.Concat(all) }),
            Named("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Text(string.Concat(all)) }),
            Named("response.completed", new JsonObject { ["response"] = Response(new JsonArray(Text(string.Concat(all))), "completed") }),
        ];
    }

    public override IReadOnlyList<string> CallStream(string tool, IEnumerable<string> argumentPieces)
    {
        var all = argumentPieces.ToArray();
        return
        [
            Named("response.created", new JsonObject { ["response"] = Response([], "in_progress") }),
            Named("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Call(tool, "") }),
            .. all.Select(piece => Named("response.function_call_arguments.delta",
                new JsonObject { ["item_id"] = "fc_1", ["output_index"] = 0, ["delta"] = piece })),
            Named("response.function_call_arguments.done",
                new JsonObject { ["item_id"] = "fc_1", ["output_index"] = 0, ["arguments"] = string.Concat(all) }),
            Named("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Call(tool, string.Concat(all)) }),
            Named("response.completed", new JsonObject { ["response"] = Response(new JsonArray(Call(tool, string.Concat(all))), "completed") }),
        ];
    }

    private static string Named(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return Event(data, type);
    }

    private static JsonObject Text(string text) => new()
    {
        ["type"] = "message",
        ["id"] = "msg_1",
        ["role"] = "assistant",
        ["content"] = text.Length == 0 ? [] : new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() }),
    };

    private static JsonObject Call(string tool, string arguments) => new()
    {
        ["type"] = "function_call",
        ["id"] = "fc_1",
        ["call_id"] = "call_1",
        ["name"] = tool,
        ["arguments"] = arguments,
    };

    private static JsonObject Response(JsonArray output, string status) => new()
    {
        ["id"] = "resp_1",
        ["object"] = "response",
        ["created_at"] = 1,
        ["status"] = status,
        ["model"] = "m",
        ["output"] = output,
    };
}
