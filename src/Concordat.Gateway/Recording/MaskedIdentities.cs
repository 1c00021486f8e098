using System.Buffers;
using System.Text.Json;
using Concordat.Safeguards;
using Concordat.Safeguards.Masking;

namespace Concordat.Gateway.Recording;

/// <summary>The form in which the identifiers behind placeholders are kept, encrypted: one JSON object with <c>v</c> and <c>persons</c>.</summary>
internal static class MaskedIdentities
{
    public static byte[] Write(IEnumerable<MaskedPerson> persons)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteStartArray("persons");
            foreach (var (placeholder, person) in persons)
            {
                json.WriteStartObject();
                json.WriteString("placeholder", placeholder);
                json.WriteNumber("kind", (int)person.Kind);
                json.WriteString("value", person.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">It is not of this form.</exception>
    public static IReadOnlyList<MaskedPerson> Read(byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.GetProperty("v").GetInt32() == 1
                ? [.. json.RootElement.GetProperty("persons").EnumerateArray().Select(static each => new MaskedPerson(
                    each.GetProperty("placeholder").GetString()!,
                    new PersonKey((PersonKind)each.GetProperty("kind").GetInt32(), each.GetProperty("value").GetString()!, PersonNationality.Unknown)))]
                : throw new FormatException("the identities are kept in another version");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("the identities are not kept as they were written", fault);
        }
    }
}
