using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Small readers over an upstream's JSON: what is not there or of another kind is as good as not said.</summary>
internal static class AnswerJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <summary>Reads one JSON object that can be read in one way only.</summary>
    /// <exception cref="AnswerFaultException">It is none.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(json, Strict);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new AnswerFaultException("it is not sound JSON");
        }

        return root.ValueKind == JsonValueKind.Object ? root : throw new AnswerFaultException("it is not a JSON object");
    }

    /// <summary>The member's value; undefined where there is none or it is null.</summary>
    public static JsonElement Get(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public static bool Has(JsonElement element, string name) => Get(element, name).ValueKind != JsonValueKind.Undefined;

    /// <summary>The member's text; null where it has none.</summary>
    public static string? Text(JsonElement element, string name)
    {
        var value = Get(element, name);
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair, or bytes that are no UTF-8
            throw new AnswerFaultException("a text of it is no Unicode");
        }
    }

    /// <summary>The member's number; nothing where it has none or is below nought.</summary>
    public static long Count(JsonElement element, string name) =>
        Get(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var count) && count is > 0 and < 1L << 40 ? count : 0;

    /// <summary>The member as a position; null where it is none.</summary>
    public static int? Index(JsonElement element, string name) =>
        Get(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var index) && index >= 0 ? index : null;

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Get(element, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    /// <summary>Refuses what a client could not be told of.</summary>
    public static AnswerFaultException Unknown(string what) => new($"it has {what}, for which the client's dialect has no place");
}
