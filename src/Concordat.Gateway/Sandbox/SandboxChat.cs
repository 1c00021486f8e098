using System.Text.Json.Nodes;

namespace Concordat.Gateway.Sandbox;

/// <summary>Writes the sandbox model's answers as chat completions.</summary>
internal static class SandboxChat
{
    public static string Write(SandboxPrompt prompt, long created)
    {
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = prompt.Answer.Length > 0 || prompt.Calls.Count == 0 ? prompt.Answer : null,
            ["refusal"] = null,
        };
        if (prompt.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. prompt.Calls.Select(call => (JsonNode)Call(call, index: null, call.Arguments))]);
        }

        return new JsonObject
        {
            ["id"] = "chatcmpl-sandbox",
            ["object"] = "chat.completion",
            ["created"] = created,
            ["model"] = prompt.Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = message,
                ["logprobs"] = null,
                ["finish_reason"] = Finish(prompt),
            }),
            ["usage"] = Usage(prompt),
        }.ToJsonString();
    }

    public static List<string> Stream(SandboxPrompt prompt, long created)
    {
        List<string> events = [Event(prompt, created, new JsonObject { ["role"] = "assistant", ["content"] = "" }, finish: null)];
        events.AddRange(prompt.Pieces().Select(piece => Event(prompt, created, new JsonObject { ["content"] = piece }, finish: null)));
        for (var i = 0; i < prompt.Calls.Count; i++)
        {
            var call = prompt.Calls[i];
            events.Add(Event(prompt, created, new JsonObject { ["tool_calls"] = new JsonArray(Call(call, i, "")) }, finish: null));
            foreach (var piece in call.Arguments.Chunk(7))
            {
                var delta = new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = new string(piece) } };
                events.Add(Event(prompt, created, new JsonObject { ["tool_calls"] = new JsonArray(delta) }, finish: null));
            }
        }

        events.Add(Event(prompt, created, [], Finish(prompt)));
        if (prompt.Counts)
        {
            events.Add("data: " + new JsonObject
            {
                ["id"] = "chatcmpl-sandbox",
                ["object"] = "chat.completion.chunk",
                ["created"] = created,
                ["model"] = prompt.Model,
                ["choices"] = new JsonArray(),
                ["usage"] = Usage(prompt),
            }.ToJsonString() + "\n\n");
        }

        events.Add("data: [DONE]\n\n");
        return events;
    }

    private static string Finish(SandboxPrompt prompt) => prompt.Calls.Count > 0 ? "tool_calls" : "stop";

    private static JsonObject Call(SandboxCall call, int? index, string arguments)
    {
        var json = new JsonObject
        {
            ["id"] = call.Id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = arguments },
        };
        if (index is { } i)
        {
            json["index"] = i;
        }

        return json;
    }

    private static JsonObject Usage(SandboxPrompt prompt)
    {
        var answered = prompt.Answer.Split(' ').Length;
        return new JsonObject
        {
            ["prompt_tokens"] = prompt.Words,
            ["completion_tokens"] = answered,
            ["total_tokens"] = prompt.Words + answered,
        };
    }

    private static string Event(SandboxPrompt prompt, long created, JsonObject delta, string? finish) => "data: " + new JsonObject
    {
        ["id"] = "chatcmpl-sandbox",
        ["object"] = "chat.completion.chunk",
        ["created"] = created,
        ["model"] = prompt.Model,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    }.ToJsonString() + "\n\n";
}
