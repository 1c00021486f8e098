using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes answers as messages (Anthropic API reference, Messages).</summary>
internal static class MessagesAnswers
{
    public static void Write(Utf8JsonWriter json, WholeAnswer answer)
    {
        json.WriteStartObject();
        Head(json, answer);
        json.WriteStartArray("content");
        foreach (var part in answer.Parts)
        {
            json.WriteStartObject();
            switch (part.Kind)
            {
                case PartKind.Call:
                    BlockOfCall(json, part.Id, part.Name);
                    json.WritePropertyName("input");
                    json.WriteRawValue(RequestJson.ObjectOf(part.Arguments) ?? throw new AnswerFaultException("the arguments of a tool call are no JSON object"));
                    break;
                case PartKind.Reasoning:
                    json.WriteString("type", "thinking");
                    json.WriteString("thinking", part.Text);
                    json.WriteString("signature", part.Signature);
                    break;
                default:
                    json.WriteString("type", "text");
                    json.WriteString("text", part.Text);
                    break;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Stop(json, answer.Reason, answer.StopText);
        Usage(json, answer.Counts, input: true);
        json.WriteEndObject();
    }

    public static void Head(Utf8JsonWriter json, AnswerSink answer)
    {
        json.WriteString("id", answer.Id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", answer.Model);
    }

    public static void BlockOfCall(Utf8JsonWriter json, string id, string name)
    {
        json.WriteString("type", "tool_use");
        json.WriteString("id", id);
        json.WriteString("name", name);
    }

    public static void Stop(Utf8JsonWriter json, StopReason reason, string? stopText)
    {
        json.WriteString("stop_reason", reason switch
        {
            StopReason.ToolUse => "tool_use",
            StopReason.Length => "max_tokens",
            StopReason.StopText => "stop_sequence",
            StopReason.Refusal => "refusal",
            _ => "end_turn",
        });
        json.WriteString("stop_sequence", stopText);
    }

    /// <summary>Input tokens that a cache held or took are counted by themselves in this dialect.</summary>
    public static void Usage(Utf8JsonWriter json, TokenCounts counts, bool input)
    {
        json.WriteStartObject("usage");
        if (input)
        {
            json.WriteNumber("input_tokens", Math.Max(0, counts.Input - counts.CacheRead - counts.CacheWrite));
            json.WriteNumber("cache_read_input_tokens", counts.CacheRead);
            json.WriteNumber("cache_creation_input_tokens", counts.CacheWrite);
        }

        json.WriteNumber("output_tokens", counts.Output);
        json.WriteEndObject();
    }
}
