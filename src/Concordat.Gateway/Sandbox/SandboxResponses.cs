using System.Text.Json.Nodes;

namespace Concordat.Gateway.Sandbox;

/// <summary>Writes the sandbox model's answers as OpenAI responses.</summary>
internal static class SandboxResponses
{
    public static string Write(SandboxPrompt prompt, long created) =>
        Response(prompt, created, "completed", new JsonArray([.. Items(prompt).Select(item => (JsonNode)item)])).ToJsonString();

    public static List<string> Stream(SandboxPrompt prompt, long created)
    {
        List<string> events = [];
        void Add(string type, JsonObject data)
        {
            data.Insert(0, "type", type);
            data["sequence_number"] = events.Count;
            events.Add($"event: {type}\ndata: {data.ToJsonString()}\n\n");
        }

        Add("response.created", new JsonObject { ["response"] = Response(prompt, created, "in_progress", []) });
        var items = Items(prompt);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i]["type"]!.GetValue<string>() == "message")
            {
                StreamMessage(prompt, items[i], i, Add);
            }
            else
            {
                StreamCall(items[i], i, Add);
            }
        }

        Add("response.completed", new JsonObject
        {
            ["response"] = Response(prompt, created, "completed", new JsonArray([.. Items(prompt).Select(item => (JsonNode)item)])),
        });
        return events;
    }

    private static void StreamMessage(SandboxPrompt prompt, JsonObject item, int index, Action<string, JsonObject> add)
    {
        var id = item["id"]!.GetValue<string>();
        var empty = (JsonObject)item.DeepClone();
        empty["content"] = new JsonArray();
        empty["status"] = "in_progress";
        add("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = empty });
        add("response.content_part.added", Part(id, index, ("part", TextPart(""))));
        foreach (var piece in prompt.Pieces())
        {
            add("response.output_text.delta", Part(id, index, ("delta", piece), ("logprobs", new JsonArray())));
        }

        add("response.output_text.done", Part(id, index, ("text", prompt.Answer), ("logprobs", new JsonArray())));
        add("response.content_part.done", Part(id, index, ("part", TextPart(prompt.Answer))));
        add("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = item.DeepClone() });
    }

    private static void StreamCall(JsonObject item, int index, Action<string, JsonObject> add)
    {
        var id = item["id"]!.GetValue<string>();
        var arguments = item["arguments"]!.GetValue<string>();
        var empty = (JsonObject)item.DeepClone();
        empty["arguments"] = "";
        empty["status"] = "in_progress";
        add("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = empty });
        foreach (var piece in arguments.Chunk(7))
        {
            add("response.function_call_arguments.delta",
                new JsonObject { ["item_id"] = id, ["output_index"] = index, ["delta"] = new string(piece) });
        }

        add("response.function_call_arguments.done",
            new JsonObject { ["item_id"] = id, ["output_index"] = index, ["name"] = item["name"]!.DeepClone(), ["arguments"] = arguments });
        add("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = item.DeepClone() });
    }

    private static JsonObject Part(string id, int index, params (string Name, JsonNode? Value)[] members)
    {
        var part = new JsonObject { ["item_id"] = id, ["output_index"] = index, ["content_index"] = 0 };
        foreach (var (name, value) in members)
        {
            part[name] = value;
        }

        return part;
    }

    private static JsonObject TextPart(string text) =>
        new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static List<JsonObject> Items(SandboxPrompt prompt)
    {
        List<JsonObject> items = [];
        if (prompt.Answer.Length > 0 || prompt.Calls.Count == 0)
        {
            items.Add(new JsonObject
            {
                ["type"] = "message",
                ["id"] = "msg_sandbox",
                ["status"] = "completed",
                ["role"] = "assistant",
                ["content"] = new JsonArray(TextPart(prompt.Answer)),
            });
        }

        items.AddRange(prompt.Calls.Select(call => new JsonObject
        {
            ["type"] = "function_call",
            ["id"] = $"fc_{call.Id}",
            ["call_id"] = call.Id,
            ["name"] = call.Tool,
            ["arguments"] = call.Arguments,
            ["status"] = "completed",
        }));
        return items;
    }

    private static JsonObject Response(SandboxPrompt prompt, long created, string status, JsonArray output) => new()
    {
        ["id"] = "resp_sandbox",
        ["object"] = "response",
        ["created_at"] = created,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = null,
        ["metadata"] = new JsonObject(),
        ["model"] = prompt.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = true,
        ["temperature"] = 1,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = 1,
        ["usage"] = status == "completed" ? Usage(prompt) : null,
    };

    private static JsonObject Usage(SandboxPrompt prompt)
    {
        var answered = prompt.Answer.Split(' ').Length;
        return new JsonObject
        {
            ["input_tokens"] = prompt.Words,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["output_tokens"] = answered,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
            ["total_tokens"] = prompt.Words + answered,
        };
    }
}
