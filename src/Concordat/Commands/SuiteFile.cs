using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary>A file of requests, one a line: the body that would be sent, or <c>{"name", "operation", "request", "sources", "label"}</c>.</summary>
internal static class SuiteFile
{
    /// <summary>Reads the file into what the gateway certifies. Requests go in as they are, byte for byte.</summary>
    /// <exception cref="CommandException">A line is no JSON object.</exception>
    public static byte[] Read(string path, string suite, string operation)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("suite", suite);
            json.WriteStartArray("cases");
            foreach (var (index, text) in File.ReadLines(path).Index())
            {
                if (!string.IsNullOrWhiteSpace(text))
                {
                    WriteCase(json, text, $"{path}:{index + 1}:1", string.Create(CultureInfo.InvariantCulture, $"line-{index + 1}"), operation);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteCase(Utf8JsonWriter json, string text, string place, string name, string operation)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new CommandException($"{place}: not an object; each line must hold one whole request");
            }

            if (root.TryGetProperty("request", out _))
            {
                // What the line lacks is put in front of it as it stands, so that nothing of it is spelled anew.
                var named = root.TryGetProperty("name", out _) ? "" : $"\"name\":\"{name}\",";
                var meant = root.TryGetProperty("operation", out _) ? "" : $"\"operation\":\"{operation}\",";
                json.WriteRawValue($"{{{named}{meant}{text.TrimStart()[1..]}");
                return;
            }

            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("operation", operation);
            json.WritePropertyName("request");
            json.WriteRawValue(Encoding.UTF8.GetBytes(text));
            json.WriteEndObject();
        }
        catch (JsonException fault)
        {
            throw new CommandException($"{place}: not valid JSON ({fault.Message.Split('.')[0]}); each line must hold one whole request");
        }
    }
}
