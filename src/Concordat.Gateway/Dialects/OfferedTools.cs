using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>Reads the list of tools that a request offers, in the shape of either vendor.</summary>
internal static class OfferedTools
{
    /// <summary>Reads the <c>tools</c> array that the reader stands before.</summary>
    public static void Read(ref Utf8JsonReader reader, List<OfferedTool> into)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (JsonRead.NextElement(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)reader.TokenStartIndex;
                var tool = ReadTool(ref reader);
                into.Add(tool with { Definition = start..(int)reader.BytesConsumed });
            }
            else
            {
                reader.Skip();
                into.Add(new OfferedTool("", Hosted: true));
            }
        }
    }

    private static OfferedTool ReadTool(ref Utf8JsonReader reader)
    {
        string? type = null;
        string? name = null;
        var disguised = false;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonRead.StringValue(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = JsonRead.StringValue(ref reader);
            }
            else if (reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8))
            {
                reader.Read();
                name = ReadNestedName(ref reader) ?? name;
            }
            else
            {
                disguised |= MemberNames.Skip(ref reader) != UninspectableKinds.None;
            }
        }

        return disguised ? new OfferedTool("", Hosted: true)
            : RunsAtTheClient(type) ? new OfferedTool(name ?? "", Hosted: false)
            : new OfferedTool(HostedName(type!, name), Hosted: true);
    }

    /// <summary>
    /// What a hosted tool is decided as: its type says what the vendor runs, so its name counts only where it is the type without an
    /// edition, as in <c>web_search_20250305</c>.
    /// </summary>
    private static string HostedName(string type, string? name) =>
        name is { Length: > 0 } && type.StartsWith(name, StringComparison.Ordinal) && type.AsSpan(name.Length).Trim("_0123456789").IsEmpty
            ? name
            : type;

    private static string? ReadNestedName(ref Utf8JsonReader reader)
    {
        string? name = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = JsonRead.StringValue(ref reader);
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }

        return name;
    }

    /// <summary>
    /// Tools whose calls come back to the client, where the gateway can withhold them. Every other type, known or not,
    /// is run by the vendor and has to be decided before the request leaves.
    /// </summary>
    private static bool RunsAtTheClient(string? type) => type is null or "function" or "custom"
        || type.StartsWith("bash_", StringComparison.Ordinal)
        || type.StartsWith("text_editor_", StringComparison.Ordinal)
        || type.StartsWith("computer_2", StringComparison.Ordinal)
        || type.StartsWith("memory_", StringComparison.Ordinal);
}
