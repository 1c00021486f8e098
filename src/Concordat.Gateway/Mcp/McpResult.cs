using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Dialects;

namespace Concordat.Gateway.Mcp;

/// <summary>The result of one call, reduced to the members that a client gets.</summary>
/// <param name="Members">JSON text of the members, without the braces; empty where the server sent none that can be a result.</param>
/// <param name="Uninspectable">What in it no safeguard can read.</param>
/// <param name="Fault">Why it is no result.</param>
internal sealed record McpResult(byte[] Members, UninspectableKinds Uninspectable, string? Fault)
{
    private const int MostParts = 1_000;

    /// <summary>Reads what a server answered. An error of its own becomes a result that says so: it is text of the server like any other.</summary>
    public static McpResult Of(McpReply reply)
    {
        if (reply.Result is not { } result)
        {
            return new McpResult(Write(json =>
            {
                json.WriteStartArray("content");
                json.WriteStartObject();
                json.WriteString("type", "text");
                json.WriteString("text", reply.Error);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteBoolean("isError", true);
            }), UninspectableKinds.None, null);
        }

        using var parsed = JsonDocument.Parse(result, McpEnvelope.Reading);
        return Read(parsed.RootElement);
    }

    private static McpResult Read(JsonElement root)
    {
        if (root.TryGetProperty("resultType", out var type) && (type.ValueKind != JsonValueKind.String || !type.ValueEquals("complete"u8)))
        {
            return Bad(type.ValueKind == JsonValueKind.String && type.ValueEquals("input_required"u8) ? "it asks the client's user for input, which nobody offered" : "its `resultType` is not known");
        }

        if (!root.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array || content.GetArrayLength() > MostParts)
        {
            return Bad($"it has no `content`, or more than {MostParts} parts");
        }

        var kinds = UninspectableKinds.None;
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("type", out var kind) || kind.ValueKind != JsonValueKind.String)
            {
                return Bad("a part of its `content` has no type");
            }

            kinds |= KindOf(kind.GetString()!, part);
        }

        var isError = root.TryGetProperty("isError", out var error) && error.ValueKind == JsonValueKind.True;
        return new McpResult(Write(json =>
        {
            json.WritePropertyName("content");
            content.WriteTo(json);
            if (root.TryGetProperty("structuredContent", out var structured))
            {
                json.WritePropertyName("structuredContent");
                structured.WriteTo(json);
            }

            json.WriteBoolean("isError", isError);
        }), kinds, null);
    }

    private static UninspectableKinds KindOf(string type, JsonElement part) => type switch
    {
        "text" => part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? UninspectableKinds.None : UninspectableKinds.Unknown,
        "image" => UninspectableKinds.Image,
        "audio" => UninspectableKinds.Audio,
        "resource_link" => UninspectableKinds.File,
        "resource" => part.TryGetProperty("resource", out var resource) && resource.ValueKind == JsonValueKind.Object && resource.TryGetProperty("text", out var text)
            && text.ValueKind == JsonValueKind.String && !resource.TryGetProperty("blob", out _)
                ? UninspectableKinds.None
                : UninspectableKinds.File,
        _ => UninspectableKinds.Unknown,
    };

    private static McpResult Bad(string fault) => new([], UninspectableKinds.None, fault);

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, ErrorJson.Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return output.WrittenSpan[1..^1].ToArray();
    }
}
