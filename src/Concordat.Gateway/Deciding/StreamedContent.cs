using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Deciding;

/// <summary>
/// What a streamed answer says as one document: texts joined, everything else once, without what differs each time that it is said. However
/// a stream is cut into events, the same answer gives the same document.
/// </summary>
internal static class StreamedContent
{
    private static readonly FrozenSet<string> Texts = new[]
    {
        "content", "text", "delta", "arguments", "partial_json", "thinking", "refusal", "reasoning", "reasoning_content", "signature", "summary", "token",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Differing = new[]
    {
        "id", "item_id", "call_id", "response_id", "event_id", "system_fingerprint", "obfuscation", "sequence_number", "created", "created_at", "completed_at", "usage",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Places = ["index", "output_index", "content_index", "summary_index"];

    /// <param name="payloads">The payloads in their order; one that is no JSON, such as the mark of the end, says nothing.</param>
    public static byte[] Fold(IEnumerable<ReadOnlyMemory<byte>> payloads)
    {
        var texts = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        var values = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var payload in payloads)
        {
            try
            {
                using var json = JsonDocument.Parse(payload);
                var root = json.RootElement;
                var type = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
                Walk(root, type, name: "", texts, values);
            }
            catch (JsonException)
            {
                // The mark of the end; what is not sound JSON was refused before.
            }
        }

        return Write(texts, values);
    }

    private static void Walk(JsonElement value, string path, string name, SortedDictionary<string, StringBuilder> texts, SortedDictionary<string, SortedSet<string>> values)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var place = PlaceOf(value);
                foreach (var member in value.EnumerateObject().Where(static member => !Differing.Contains(member.Name)))
                {
                    Walk(member.Value, $"{path}{place}.{member.Name}", member.Name, texts, values);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Walk(item, path + "[]", name, texts, values);
                }

                break;
            case JsonValueKind.String when Texts.Contains(name):
                (texts.TryGetValue(path, out var text) ? text : texts[path] = new StringBuilder()).Append(value.GetString());
                break;
            default:
                (values.TryGetValue(path, out var set) ? set : values[path] = new SortedSet<string>(StringComparer.Ordinal)).Add(value.GetRawText());
                break;
        }
    }

    /// <summary>The members that tell texts apart.</summary>
    private static string PlaceOf(JsonElement value) => string.Concat(Places.Select(name =>
        value.TryGetProperty(name, out var at) && at.ValueKind == JsonValueKind.Number ? string.Create(CultureInfo.InvariantCulture, $"[{name}={at.GetRawText()}]") : ""));

    private static byte[] Write(SortedDictionary<string, StringBuilder> texts, SortedDictionary<string, SortedSet<string>> values)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("texts");
            foreach (var (path, text) in texts)
            {
                json.WriteString(path, text.ToString());
            }

            json.WriteEndObject();
            json.WriteStartObject("values");
            foreach (var (path, set) in values)
            {
                json.WriteStartArray(path);
                foreach (var raw in set)
                {
                    json.WriteStringValue(raw);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
