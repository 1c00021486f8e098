using System.Globalization;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes answers as responses (OpenAI API reference, Responses). Every part of an answer is an item of its own.</summary>
internal static class ResponsesAnswers
{
    public static void Write(Utf8JsonWriter json, WholeAnswer answer, long created)
    {
        var status = StatusOf(answer.Reason);
        json.WriteStartObject();
        Head(json, answer, created, status, answer.Reason);
        json.WriteStartArray("output");
        for (var i = 0; i < answer.Parts.Count; i++)
        {
            Item(json, answer.Parts[i], ItemId(answer, i), "completed");
        }

        json.WriteEndArray();
        Usage(json, answer.Counts);
        json.WriteEndObject();
    }

    public static string StatusOf(StopReason reason) => reason is StopReason.Length or StopReason.Refusal ? "incomplete" : "completed";

    public static string ItemId(AnswerSink answer, int index) => string.Create(CultureInfo.InvariantCulture, $"item_{index}_{answer.Id}");

    /// <param name="reason">Why it stopped; null while it has not.</param>
    public static void Head(Utf8JsonWriter json, AnswerSink answer, long created, string status, StopReason? reason)
    {
        json.WriteString("id", answer.Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", created);
        json.WriteString("status", status);
        json.WriteNull("error");
        if (reason is StopReason.Length or StopReason.Refusal)
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", reason == StopReason.Length ? "max_output_tokens" : "content_filter");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details");
        }

        json.WriteNull("instructions");
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteString("model", answer.Model);
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteNull("temperature");
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        json.WriteNull("top_p");
    }

    /// <param name="status">In progress while its text or arguments are still empty.</param>
    public static void Item(Utf8JsonWriter json, NeutralPart part, string id, string status)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        switch (part.Kind)
        {
            case PartKind.Call:
                json.WriteString("type", "function_call");
                json.WriteString("status", status);
                json.WriteString("call_id", part.Id);
                json.WriteString("name", part.Name);
                json.WriteString("arguments", part.Arguments);
                break;
            case PartKind.Reasoning:
                json.WriteString("type", "reasoning");
                json.WriteStartArray("summary");
                if (status == "completed")
                {
                    Piece(json, PartKind.Reasoning, part.Text);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteString("type", "message");
                json.WriteString("status", status);
                json.WriteString("role", "assistant");
                json.WriteStartArray("content");
                if (status == "completed")
                {
                    Piece(json, PartKind.Text, part.Text);
                }

                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>A text or a thought within its item.</summary>
    public static void Piece(Utf8JsonWriter json, PartKind kind, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", kind == PartKind.Reasoning ? "summary_text" : "output_text");
        json.WriteString("text", text);
        if (kind == PartKind.Text)
        {
            json.WriteStartArray("annotations");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void Usage(Utf8JsonWriter json, TokenCounts counts)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", counts.Input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", counts.CacheRead);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", counts.Output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", counts.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", counts.Input + counts.Output);
        json.WriteEndObject();
    }
}
