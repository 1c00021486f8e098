using System.Buffers;
using System.Text.Json;

namespace Concordat.Oversight.Grants;

/// <summary>Writes a small JSON document into bytes.</summary>
internal static class JsonBytes
{
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output))
        {
            write(json);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The same text with each member once, the last of those that repeat, as most readers take it; a text that is no JSON stays as it is.</summary>
    public static ReadOnlyMemory<byte> WithoutRepeats(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return Write(output => CopyOnce(parsed.RootElement, output));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return json;
        }
    }

    private static void CopyOnce(JsonElement value, Utf8JsonWriter output)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in value.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }

            output.WriteStartObject();
            foreach (var (name, member) in members)
            {
                output.WritePropertyName(name);
                CopyOnce(member, output);
            }

            output.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            output.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                CopyOnce(item, output);
            }

            output.WriteEndArray();
        }
        else
        {
            value.WriteTo(output);
        }
    }
}
