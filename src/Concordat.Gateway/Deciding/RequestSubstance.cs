using System.Buffers;
using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Gateway.Deciding;

/// <summary>What a request says, without what chooses which deployment answers it and in which form: the same question to another model is the same question.</summary>
internal static class RequestSubstance
{
    private static readonly string[] Choices = ["model", "stream", "stream_options"];

    /// <returns>Canonical JSON; a body that has none as it is.</returns>
    public static byte[] Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
            {
                return CanonicalJson.Canonicalize(body.Span);
            }

            var output = new ArrayBufferWriter<byte>(body.Length);
            using (var json = new Utf8JsonWriter(output))
            {
                json.WriteStartObject();
                foreach (var member in parsed.RootElement.EnumerateObject().Where(static member => !Choices.Contains(member.Name, StringComparer.Ordinal)))
                {
                    member.WriteTo(json);
                }

                json.WriteEndObject();
            }

            return CanonicalJson.Canonicalize(output.WrittenSpan);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or SigningFormatException)
        {
            return body.ToArray();
        }
    }
}
