using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// Reads one tool call of a chat answer: <c>{"type","function":{"name","arguments"}}</c>, <c>{"type","custom":{"name","input"}}</c> or
/// <c>{"name","arguments"}</c>. A call that is more than one of these can be read in two ways, which is a contradiction.
/// </summary>
internal static class OpenAiToolCalls
{
    public static ToolCall Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref bool contradicts)
    {
        var name = "";
        byte[] arguments = [];
        var plain = false;
        var nested = 0;
        var texts = 0;
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
                plain = true;
            }
            else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8))
            {
                arguments = ReadArguments(ref reader, json);
                plain = true;
                texts++;
            }
            else if (reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    (name, arguments) = Read(ref reader, json, ref contradicts);
                    nested++;
                }
                else
                {
                    reader.Skip();
                }
            }
            else
            {
                contradicts |= MemberNames.Skip(ref reader) != UninspectableKinds.None;
            }
        }

        contradicts |= texts > 1 || nested > 1 || (plain && nested > 0);
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
