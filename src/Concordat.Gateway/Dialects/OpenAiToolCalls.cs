using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>Reads one tool call of a chat answer: <c>{"type","function":{"name","arguments"}}</c> or <c>{"name","arguments"}</c>.</summary>
internal static class OpenAiToolCalls
{
    public static ToolCall Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var name = "";
        byte[] arguments = [];
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new ToolCall(name, arguments);
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8))
            {
                arguments = ReadArguments(ref reader, json);
            }
            else if (reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    (name, arguments) = Read(ref reader, json);
                }
                else
                {
                    reader.Skip();
                }
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }

        return new ToolCall(name, arguments);
    }

    private static byte[] ReadArguments(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return JsonRead.CopyString(ref reader);
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed].ToArray();
    }
}
