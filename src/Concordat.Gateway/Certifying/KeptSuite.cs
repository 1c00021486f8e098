using System.Buffers;
using System.Text.Json;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>The form in which the requests of a certified suite are kept: one content, bound to the certificate. Pure.</summary>
internal static class KeptSuite
{
    public static byte[] Write(IReadOnlyList<KeptCase> cases)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            foreach (var each in cases)
            {
                json.WriteStartObject();
                json.WriteString("name", each.Name);
                json.WriteString("operation", each.Operation);
                json.WriteBase64String("request", each.Request.Span);
                json.WriteString("label", each.Label);
                json.WriteString("binding", each.Binding);
                json.WriteBoolean("bought", each.IsBought);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads what was kept; null where it is of no form that this version writes.</summary>
    public static IReadOnlyList<KeptCase>? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 4 });
            return json.RootElement.GetArrayLength() > Certificate.MostCases ? null :
            [
                .. json.RootElement.EnumerateArray().Select(static each => new KeptCase(
                    each.GetProperty("name").GetString()!, each.GetProperty("operation").GetString()!, each.GetProperty("request").GetBytesFromBase64(),
                    each.GetProperty("label").GetString(), each.GetProperty("binding").GetString(), each.GetProperty("bought").GetBoolean())),
            ];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
