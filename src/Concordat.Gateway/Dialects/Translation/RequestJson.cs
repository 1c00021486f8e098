using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Small readers over a request that has passed the strict walk; whatever is not in form is refused with its path.</summary>
internal static class RequestJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>The members of an object, without those that are null: to say nothing is to leave out.</summary>
    public static IEnumerable<JsonProperty> Members(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new RequestFaultException(path, $"`{path}` must be an object");
        }

        return element.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null);
    }

    public static IEnumerable<(JsonElement Item, string Path)> Items(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new RequestFaultException(path, $"`{path}` must be a list");
        }

        return element.EnumerateArray().Select((item, i) => (item, $"{path}[{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}]"));
    }

    public static string Text(JsonElement element, string path) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!
        : throw new RequestFaultException(path, $"`{path}` must be a text");

    public static bool Flag(JsonElement element, string path) => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.ValueKind == JsonValueKind.True
        : throw new RequestFaultException(path, $"`{path}` must be true or false");

    /// <summary>Whether it is this text.</summary>
    public static bool Is(JsonElement element, ReadOnlySpan<byte> text) => element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    /// <summary>The member <c>type</c>, which says what the object is.</summary>
    public static string TypeOf(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new RequestFaultException(path, $"`{path}` must be an object");
        }

        return element.TryGetProperty("type"u8, out var type)
            ? Text(type, $"{path}.type")
            : throw new RequestFaultException(path, $"`{path}.type` is missing; say what it is");
    }

    /// <summary>A JSON object as text, such as a call's arguments; an empty text is an empty object.</summary>
    public static string ObjectText(string text, string path) =>
        ObjectOf(text) ?? throw new RequestFaultException(path, $"`{path}` must be a JSON object written as text");

    /// <summary>The text, where it is one JSON object that can be read in one way only; null otherwise.</summary>
    public static string? ObjectOf(string text)
    {
        if (text.AsSpan().Trim().IsEmpty)
        {
            return "{}";
        }

        try
        {
            using var json = JsonDocument.Parse(text, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Raw(JsonElement element) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>A number that is zero, which for a penalty is as good as none.</summary>
    public static bool IsZero(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.GetDouble() == 0;

    /// <summary>Reads <c>data:image/png;base64,…</c> into media type and content; any other address stays one.</summary>
    public static NeutralPart Image(string url, string path)
    {
        const string Mark = ";base64,";
        if (!url.StartsWith("data:", StringComparison.Ordinal))
        {
            return new NeutralPart(PartKind.Image) { Text = url, Path = path };
        }

        var mark = url.IndexOf(Mark, StringComparison.Ordinal);
        return mark > 5
            ? new NeutralPart(PartKind.Image) { Media = url[5..mark], Text = url[(mark + Mark.Length)..], Path = path }
            : throw new RequestFaultException(path, $"`{path}` must be an address or `data:MEDIA TYPE;base64,…`");
    }
}
