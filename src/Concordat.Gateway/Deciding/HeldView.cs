using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Concordat.Safeguards.Masking;

namespace Concordat.Gateway.Deciding;

/// <summary>
/// What people are shown of a held text beside its hash: its newest pieces, shortened, with the identifiers of persons taken out. It is part of the
/// action that they sign. Where identifiers cannot be taken out, they are told so and shown nothing.
/// </summary>
internal static class HeldView
{
    /// <summary>Longest text that is looked into; of a longer one only its hash is shown.</summary>
    public const int MostBytes = 256 * 1024;

    private const int MostPieces = 12;
    private const int MostCharacters = 600;
    private const int Tail = 200;
    private const int Depth = 64;

    /// <summary>Members that say how to answer, or hold what is no text.</summary>
    private static readonly HashSet<string> Left = new(StringComparer.Ordinal)
    {
        "model", "id", "type", "role", "object", "status", "tools", "functions", "tool_choice", "url", "data", "file_data", "file_id", "media_type", "format", "detail",
        "encrypted_content", "signature", "call_id", "tool_call_id", "tool_use_id", "finish_reason", "stop_reason", "system_fingerprint", "service_tier", "logprobs", "response_format",
    };

    /// <summary>Types of parts that are no text, in any dialect.</summary>
    private static readonly HashSet<string> NoText = new(StringComparer.Ordinal)
    {
        "image_url", "input_image", "image", "input_audio", "audio", "file", "input_file", "document", "video_url", "container_upload",
    };

    /// <param name="texts">JSON texts, each with what its paths begin with.</param>
    /// <returns>A JSON array: where each piece stands, and its text. Empty where there is none.</returns>
    public static ReadOnlyMemory<byte> Of(params ReadOnlySpan<(string Under, ReadOnlyMemory<byte> Json)> texts)
    {
        var pieces = new List<(string Path, string Text)>();
        foreach (var (under, json) in texts)
        {
            if (json.IsEmpty)
            {
                continue;
            }

            var name = under.Length == 0 ? "request" : under;
            if (json.Length > MostBytes)
            {
                pieces.Add((name, string.Create(CultureInfo.InvariantCulture, $"[not shown: it has {json.Length} bytes]")));
            }
            else if (AnswerMask.Redact(json, Depth) is { } redacted)
            {
                using var parsed = JsonDocument.Parse(redacted, new JsonDocumentOptions { MaxDepth = Depth });
                Collect(parsed.RootElement, under, pieces);
            }
            else
            {
                pieces.Add((name, "[not shown: the identifiers of persons cannot all be taken out]"));
            }
        }

        return pieces.Count == 0 ? default : Write(pieces);
    }

    private static void Collect(JsonElement element, string path, List<(string Path, string Text)> pieces)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var role = element.TryGetProperty("role", out var said) && said.ValueKind == JsonValueKind.String && TextOf(said) is { Length: > 0 and <= 20 } word
                    && word.All(char.IsAsciiLetter) ? $"{path} ({word})" : path;
                if (element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && TextOf(type) is { } kind && NoText.Contains(kind))
                {
                    pieces.Add((path, $"[not shown: {kind}, which is no text]"));
                }

                foreach (var member in element.EnumerateObject().Where(static member => !Left.Contains(member.Name)))
                {
                    Collect(member.Value, role.Length == 0 ? member.Name : $"{role}.{member.Name}", pieces);
                }

                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]"), pieces);
                }

                break;
            case JsonValueKind.String when TextOf(element) is { Length: > 0 } text:
                pieces.Add((path.Length <= 120 ? path : path[..120], Shortened(text)));
                break;
        }
    }

    private static string Shortened(string text)
    {
        if (text.Length <= MostCharacters)
        {
            return text;
        }

        var (head, tail) = (MostCharacters - Tail, text.Length - Tail);
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{text[..head]} [… {tail - head} characters …] {text[tail..]}");
    }

    private static ReadOnlyMemory<byte> Write(List<(string Path, string Text)> pieces)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            if (pieces.Count > MostPieces)
            {
                Piece(json, "earlier", string.Create(CultureInfo.InvariantCulture, $"[{pieces.Count - MostPieces} texts before these are not shown]"));
            }

            foreach (var (path, text) in pieces.TakeLast(MostPieces))
            {
                Piece(json, path, text);
            }

            json.WriteEndArray();
        }

        return output.WrittenMemory;
    }

    private static void Piece(Utf8JsonWriter json, string path, string text)
    {
        json.WriteStartObject();
        json.WriteString("at", path);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>The text; null where it is none, or cannot be written as one.</summary>
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return "[not shown: it is no text]"; // half of a character, written as an escape
        }
    }
}
