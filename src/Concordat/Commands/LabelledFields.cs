using System.Text.Json;

namespace Concordat.Commands;

/// <summary>Reads the members of one labelled line; what is missing or of another kind is told by name.</summary>
internal static class LabelledFields
{
    /// <exception cref="FormatException">The line is no object, or the member is missing or no text.</exception>
    public static string Text(JsonElement line, string name) =>
        Member(line, name) is { ValueKind: JsonValueKind.String } value
            ? Whole(value, name)
            : throw new FormatException($"`{name}` must be a text");

    public static string? OptionalText(JsonElement line, string name) => Member(line, name) is null ? null : Text(line, name);

    /// <exception cref="FormatException">The member is none of the words.</exception>
    public static string OneOf(JsonElement line, string name, params string[] words)
    {
        var word = Text(line, name);
        return words.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new FormatException($"`{name}` is `{word}`; it must be one of {string.Join(", ", words)}");
    }

    public static JsonElement? Member(JsonElement line, string name) =>
        line.ValueKind != JsonValueKind.Object ? throw new FormatException("each line must hold one object")
        : line.TryGetProperty(name, out var value) ? value
        : null;

    private static string Whole(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new FormatException($"`{name}` holds half a surrogate pair; it must be valid Unicode", fault);
        }
    }
}
