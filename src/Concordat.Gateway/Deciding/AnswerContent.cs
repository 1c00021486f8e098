using System.Buffers;
using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Gateway.Deciding;

/// <summary>
/// What an answer says, without what differs each time that it is said: ids, times and counts of tokens. Two answers with the same
/// content are the same answer.
/// </summary>
internal static class AnswerContent
{
    private const int LongestId = 128;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static byte[] Canonical(ReadOnlySpan<byte> answer)
    {
        try
        {
            var output = new ArrayBufferWriter<byte>(answer.Length);
            using (var parsed = JsonDocument.Parse(answer.ToArray()))
            using (var json = new Utf8JsonWriter(output))
            {
                Copy(parsed.RootElement, json, counting: false);
            }

            return CanonicalJson.Canonicalize(output.WrittenSpan);
        }
        catch (Exception fault) when (fault is JsonException or SigningFormatException)
        {
            return answer.ToArray();
        }
    }

    private static void Copy(JsonElement value, Utf8JsonWriter json, bool counting)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    if (!Differs(member, counting))
                    {
                        json.WritePropertyName(member.Name);
                        Copy(member.Value, json, counting || member.NameEquals("usage"u8));
                    }
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(item, json, counting);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static bool Differs(JsonProperty member, bool counting) => member.Value.ValueKind switch
    {
        JsonValueKind.Number => counting || member.Name is "created" or "created_at" or "completed_at",
        JsonValueKind.String => member.Name is "id" or "call_id" or "item_id" or "response_id" or "system_fingerprint" && IsId(member.Value.GetString()!),
        _ => false,
    };

    private static bool IsId(string text) => text.Length <= LongestId && !text.AsSpan().ContainsAnyExcept(IdCharacters);
}
