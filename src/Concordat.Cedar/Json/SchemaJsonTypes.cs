using System.Text.Json;
using Concordat.Cedar.Schema;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Reads types, names and annotations in the JSON form of a schema.</summary>
internal static class SchemaJsonTypes
{
    public static WrittenType Read(JsonTree json) => Read(json, 0, []);

    /// <summary>A common type, which can have annotations.</summary>
    public static WrittenType ReadCommon(JsonTree json) => Read(json, 0, ["annotations"]);

    public static WrittenName ReadName(JsonTree json)
    {
        var name = json.String("the name of a type");
        return IsName(name) ? new WrittenName(name, json.Span) : throw json.Fault("expected-type", $"`{name}` is not the name of a type");
    }

    public static Dictionary<string, string> ReadAnnotations(JsonTree json)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in json.Optional("annotations")?.Object("an object of annotations") ?? [])
        {
            annotations[name] = !CedarText.IsIdentifier(name)
                ? throw value.FaultAt(value.NameSpan, "unexpected-value", $"`{name}` cannot be the name of an annotation")
                : value.Kind == JsonValueKind.Null ? "" : value.String("a string or null");
        }

        return annotations;
    }

    private static WrittenType Read(JsonTree json, int depth, string[] more)
    {
        if (depth >= CedarLimits.Nesting)
        {
            throw json.Fault("nested-too-deep", $"nested more than {CedarLimits.Nesting} deep");
        }

        json.Object("a type");
        var kind = json.Required("type");
        var type = new WrittenType(json.Span);
        switch (kind.String("the name of a type"))
        {
            case "Long" or "String" or "Boolean":
                json.Object($"`{kind.Text}`", ["type", .. more]);
                return type with { Form = WrittenForm.Primitive, Name = BuiltIn(kind.Text is "Boolean" ? "Bool" : kind.Text, kind) };
            case "Set":
                json.Object("a set type", ["type", "element", .. more]);
                return type with { Element = Read(json.Required("element"), depth + 1, []) };
            case "Record":
                return ReadRecord(json, depth, more);
            case "Extension":
                json.Object("an extension type", ["type", "name", .. more]);
                var extension = json.Required("name");
                return type with { Form = WrittenForm.Extension, Name = BuiltIn(extension.String("the name of an extension type"), extension) };
            case "Entity" or "EntityOrCommon":
                json.Object($"`{kind.Text}`", ["type", "name", .. more]);
                return type with { Form = kind.Text is "Entity" ? WrittenForm.Entity : WrittenForm.Any, Name = ReadName(json.Required("name")) };
            default:
                json.Object("a reference to a common type", ["type", .. more]);
                return type with { Form = WrittenForm.Common, Name = ReadName(kind) };
        }
    }

    private static WrittenType ReadRecord(JsonTree json, int depth, string[] more)
    {
        json.Object("a record type", ["type", "attributes", "additionalAttributes", .. more]);
        if (json.Optional("additionalAttributes") is { Kind: not JsonValueKind.False } open)
        {
            throw open.Fault("unexpected-value", "`additionalAttributes` can only be false: other attributes than those declared are not supported");
        }

        var attributes = ValueJsonReader.Fields(json.Required("attributes")).Select(field => ReadAttribute(field.Key, field.Value, depth));
        return new WrittenType(json.Span) { Attributes = [.. attributes] };
    }

    private static WrittenAttribute ReadAttribute(string name, JsonTree json, int depth)
    {
        var type = Read(json, depth + 1, ["required", "annotations"]);
        var isRequired = json.Optional("required") is not { } required || required.Kind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw required.Fault("unexpected-value", "`required` must be true or false"),
        };
        return new WrittenAttribute(name, isRequired, type, ReadAnnotations(json));
    }

    private static WrittenName BuiltIn(string name, JsonTree json) =>
        CedarText.IsIdentifier(name) ? new WrittenName(WrittenName.BuiltInPrefix + name, json.Span) : throw json.Fault("expected-type", $"`{name}` is not the name of a type");

    private static bool IsName(string name) => CedarText.IsTypeName(
        name.StartsWith(WrittenName.BuiltInPrefix, StringComparison.Ordinal) ? name[WrittenName.BuiltInPrefix.Length..] : name);
}
