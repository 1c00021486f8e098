using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>Reads the <c>output</c> items of a response object: messages, reasoning, and calls of every kind.</summary>
internal static class ResponseOutput
{
    /// <summary>Item types of a request's input whose whole text stands in the request.</summary>
    public static bool IsReadableItem(string? type) => type is "message" or "function_call" or "function_call_output"
        or "custom_tool_call" or "custom_tool_call_output" or "reasoning";

    public static void ReadResponse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, AnswerReading reading)
    {
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                reading.Usage.Read(ref reader);
                continue;
            }

            if (!reader.ValueTextEquals("output"u8))
            {
                reading.Uninspectable |= MemberNames.Skip(ref reader);
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (JsonRead.NextElement(ref reader))
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadItem(ref reader, json, reading);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    /// <summary>Reads one output item; whatever is neither a message nor reasoning is a tool call named by its name or type.</summary>
    public static void ReadItem(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, AnswerReading reading)
    {
        var type = "";
        string? name = null;
        byte[] arguments = [];
        var encrypted = UninspectableKinds.None;
        var content = UninspectableKinds.None;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = JsonRead.StringValue(ref reader);
            }
            else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("action"u8))
            {
                var raw = JsonRead.RawValue(ref reader, json);
                arguments = Unquote(raw);
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                content |= ContentParts.Read(ref reader);
            }
            else if (reader.ValueTextEquals("encrypted_content"u8))
            {
                reader.Read();
                encrypted = reader.TokenType == JsonTokenType.Null ? UninspectableKinds.None : UninspectableKinds.Encrypted;
                reader.Skip();
            }
            else
            {
                reading.Uninspectable |= MemberNames.Skip(ref reader);
            }
        }

        if (type is "message" or "reasoning")
        {
            reading.Uninspectable |= content | (type == "message" ? encrypted : UninspectableKinds.None);
        }
        else if (type.EndsWith("_output", StringComparison.Ordinal))
        {
            reading.Uninspectable |= content | encrypted;
        }
        else
        {
            reading.Uninspectable |= type == "image_generation_call" ? UninspectableKinds.Image : UninspectableKinds.None;
            reading.Calls.Add(new ToolCall(name ?? type, arguments));
        }
    }

    private static byte[] Unquote(byte[] raw)
    {
        if (raw.Length == 0 || raw[0] != (byte)'"')
        {
            return raw;
        }

        var reader = JsonRead.Open(raw);
        reader.Read();
        return JsonRead.CopyString(ref reader);
    }
}
