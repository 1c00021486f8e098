using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes answers as chat completions (OpenAI API reference, Chat Completions).</summary>
internal static class ChatAnswers
{
    public static void Write(Utf8JsonWriter json, WholeAnswer answer, long created)
    {
        json.WriteStartObject();
        Head(json, answer, "chat.completion", created);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", answer.TextOf(PartKind.Text));
        json.WriteNull("refusal");
        if (answer.TextOf(PartKind.Reasoning) is { } thought)
        {
            json.WriteString("reasoning_content", thought);
        }

        if (answer.Of(PartKind.Call).Any())
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in answer.Of(PartKind.Call))
            {
                json.WriteStartObject();
                json.WriteString("id", call.Id);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", call.Name);
                json.WriteString("arguments", call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", FinishReason(answer.Reason));
        json.WriteEndObject();
        json.WriteEndArray();
        Usage(json, answer.Counts);
        json.WriteEndObject();
    }

    public static void Head(Utf8JsonWriter json, AnswerSink answer, string kind, long created)
    {
        json.WriteString("id", answer.Id);
        json.WriteString("object", kind);
        json.WriteNumber("created", created);
        json.WriteString("model", answer.Model);
    }

    public static string FinishReason(StopReason reason) => reason switch
    {
        StopReason.ToolUse => "tool_calls",
        StopReason.Length => "length",
        StopReason.Refusal => "content_filter",
        _ => "stop",
    };

    public static void Usage(Utf8JsonWriter json, TokenCounts counts)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", counts.Input);
        json.WriteNumber("completion_tokens", counts.Output);
        json.WriteNumber("total_tokens", counts.Input + counts.Output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", counts.CacheRead);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", counts.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
