using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Concordat.Gateway.Unmasking;

/// <summary>What somebody asks for who wants to know whom placeholders stand for: which ones, what for, and what allows it.</summary>
internal sealed record UnmaskRequest(ImmutableArray<string> Placeholders, string Need, string Authority)
{
    /// <summary>Most placeholders of one request.</summary>
    public const int MostPlaceholders = 64;

    /// <summary>Longest need, in characters.</summary>
    public const int LongestNeed = 2_000;

    /// <summary>Longest name of an authority, in characters.</summary>
    public const int LongestAuthority = 200;

    /// <summary>Reads the body of a request; null where it is not one.</summary>
    public static UnmaskRequest? Parse(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.EnumerateObject().All(static member => member.Name is "placeholders" or "need" or "authority")
                && Text(root, "need", LongestNeed) is { } need
                && Text(root, "authority", LongestAuthority) is { } authority
                && root.TryGetProperty("placeholders", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MostPlaceholders
                && list.EnumerateArray().All(static each => each.ValueKind == JsonValueKind.String && Safeguards.Masking.Placeholders.IsName(NameOf(each)))
                ? new UnmaskRequest([.. list.EnumerateArray().Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], need, authority)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The request as the action states it, with the entry that it is about.</summary>
    public byte[] ToJson(long entry)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("need", Need);
            json.WriteString("authority", Authority);
            json.WriteString("entry", entry.ToString(CultureInfo.InvariantCulture));
            json.WriteStartArray("placeholders");
            foreach (var placeholder in Placeholders)
            {
                json.WriteStringValue(placeholder);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>With the brackets, as the answer has it, or without.</summary>
    private static string NameOf(JsonElement element)
    {
        var text = element.GetString()!;
        return text is ['[', .. var name, ']'] ? name : text;
    }

    private static string? Text(JsonElement root, string name, int longest) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text && text.Length <= longest ? text : null;
}
