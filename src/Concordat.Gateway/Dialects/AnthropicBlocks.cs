using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>Reads one content block of a message answer.</summary>
internal static class AnthropicBlocks
{
    /// <summary>Reads the block the reader stands on; a block that uses a tool, the client's or the vendor's, is a call.</summary>
    public static void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, AnswerReading reading)
    {
        var type = "";
        var name = "";
        byte[] input = [];
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("input"u8))
            {
                input = JsonRead.RawValue(ref reader, json);
            }
            else
            {
                reading.Uninspectable |= MemberNames.Skip(ref reader);
            }
        }

        if (type.EndsWith("tool_use", StringComparison.Ordinal))
        {
            reading.Calls.Add(new ToolCall(name, input));
        }
        else
        {
            reading.Uninspectable |= type switch
            {
                "text" or "thinking" => UninspectableKinds.None,
                "redacted_thinking" => UninspectableKinds.Encrypted,
                "image" => UninspectableKinds.Image,
                _ when type.EndsWith("tool_result", StringComparison.Ordinal) => UninspectableKinds.None,
                _ => UninspectableKinds.Unknown,
            };
        }
    }
}
