using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concordat.Cedar.Json;

/// <summary>Opens and writes JSON text; whatever is wrong with what is read comes out as a <see cref="CedarParseException"/>.</summary>
internal static class JsonText
{
    public static T Read<T>(string json, string? file, Func<JsonElement, T> read)
    {
        if (json.Length > CedarLimits.TextLength)
        {
            throw Failure(file, 1, 1, "text-too-long", string.Create(CultureInfo.InvariantCulture, $"the text has {json.Length} characters; at most {CedarLimits.TextLength} are read"));
        }

        try
        {
            using var document = JsonDocument.Parse(json, JsonValues.Options);
            return read(document.RootElement);
        }
        catch (JsonException fault)
        {
            var line = (int)(fault.LineNumber ?? 0) + 1;
            var column = (int)(fault.BytePositionInLine ?? 0) + 1;
            throw Failure(file, line, column, "invalid-json", "this is not valid JSON, nests too deep or names a member twice");
        }
        catch (JsonFault fault)
        {
            throw Failure(file, 1, 1, "invalid-value", $"at `{fault.Path}`: {fault.Message}");
        }
        catch (ArgumentException fault)
        {
            throw Failure(file, 1, 1, "invalid-value", fault.Message);
        }
        catch (InvalidOperationException)
        {
            throw Failure(file, 1, 1, "invalid-json", "a text holds a lone surrogate");
        }
    }

    /// <summary>JSON text; what people read in it is not escaped beyond what JSON needs.</summary>
    public static string Write(bool indented, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = indented,
            NewLine = "\n",
            MaxDepth = JsonTreeReader.Depth,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static CedarParseException Failure(string? file, int line, int column, string code, string message) =>
        new([new CedarDiagnostic(CedarSeverity.Error, code, file, line, column, message)]);
}
