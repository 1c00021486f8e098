using System.Text.Json.Nodes;

namespace Concordat.Gateway.Sandbox;

/// <summary>Writes the sandbox model's answers as Anthropic messages.</summary>
internal static class SandboxMessages
{
    public static string Write(SandboxPrompt prompt)
    {
        var content = new JsonArray();
        if (prompt.Answer.Length > 0 || prompt.Calls.Count == 0)
        {
            content.Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = prompt.Answer });
        }

        foreach (var call in prompt.Calls)
        {
            content.Add((JsonNode)new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = call.Id,
                ["name"] = call.Tool,
                ["input"] = JsonNode.Parse(call.Arguments),
            });
        }

        return Message(prompt, content, Stop(prompt)).ToJsonString();
    }

    public static List<string> Stream(SandboxPrompt prompt)
    {
        List<string> events =
        [
            Event("message_start", new JsonObject { ["message"] = Message(prompt, [], stop: null) }),
        ];
        var index = 0;
        if (prompt.Answer.Length > 0 || prompt.Calls.Count == 0)
        {
            Block(events, index++, new JsonObject { ["type"] = "text", ["text"] = "" },
                prompt.Pieces().Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece }));
        }

        foreach (var call in prompt.Calls)
        {
            Block(events, index++,
                new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Tool, ["input"] = new JsonObject() },
                call.Arguments.Chunk(7).Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = new string(piece) }));
        }

        events.Add(Event("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = Stop(prompt), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = prompt.Answer.Split(' ').Length },
        }));
        events.Add(Event("message_stop", []));
        return events;
    }

    private static void Block(List<string> events, int index, JsonObject block, IEnumerable<JsonObject> deltas)
    {
        events.Add(Event("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = block }));
        events.AddRange(deltas.Select(delta => Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta })));
        events.Add(Event("content_block_stop", new JsonObject { ["index"] = index }));
    }

    private static string Stop(SandboxPrompt prompt) => prompt.Calls.Count > 0 ? "tool_use" : "end_turn";

    private static JsonObject Message(SandboxPrompt prompt, JsonArray content, string? stop) => new()
    {
        ["id"] = "msg_sandbox",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = prompt.Model,
        ["content"] = content,
        ["stop_reason"] = stop,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = prompt.Words, ["output_tokens"] = prompt.Answer.Split(' ').Length },
    };

    private static string Event(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }
}
