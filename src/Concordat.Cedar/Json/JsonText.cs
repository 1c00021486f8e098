using System.Globalization;
using System.Text.Json;

namespace Concordat.Cedar.Json;

/// <summary>Opens JSON text; whatever is wrong with it comes out as a <see cref="CedarParseException"/>.</summary>
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

    private static CedarParseException Failure(string? file, int line, int column, string code, string message) =>
        new([new CedarDiagnostic(CedarSeverity.Error, code, file, line, column, message)]);
}
