using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Cedar.Schema;

namespace Concordat.Cedar.Json;

/// <summary>Reads the JSON form of a schema into the same written declarations as the Cedar form.</summary>
internal static class JsonSchemaReader
{
    private static readonly SourceSpan NoPlace = new(0, 0, 1, 1);

    public static IReadOnlyCollection<WrittenNamespace> Read(JsonElement json) =>
        [.. Members(json, "$").Select(space => ReadNamespace(space.Name, space.Value, $"$.{space.Name}"))];

    private static WrittenNamespace ReadNamespace(string name, JsonElement json, string path)
    {
        var space = new WrittenNamespace(name);
        foreach (var type in Optional(json, "commonTypes", path))
        {
            space.CommonTypes.Add(new WrittenCommonType(type.Name, NoPlace, ReadType(type.Value, $"{path}.commonTypes.{type.Name}")));
        }

        foreach (var entity in Optional(json, "entityTypes", path))
        {
            space.Entities.Add(ReadEntity(entity.Name, entity.Value, $"{path}.entityTypes.{entity.Name}"));
        }

        foreach (var action in Optional(json, "actions", path))
        {
            space.Actions.Add(ReadAction(action.Name, action.Value, $"{path}.actions.{action.Name}"));
        }

        return space;
    }

    private static WrittenEntity ReadEntity(string name, JsonElement json, string path)
    {
        Members(json, path);
        return new WrittenEntity(name, NoPlace, ReadAnnotations(json, path))
        {
            Parents = json.TryGetProperty("memberOfTypes", out var parents) ? ReadNames(parents, path + ".memberOfTypes") : [],
            Attributes = json.TryGetProperty("shape", out var shape) ? ReadType(shape, path + ".shape") : null,
            Tags = json.TryGetProperty("tags", out var tags) ? ReadType(tags, path + ".tags") : null,
            Choices = json.TryGetProperty("enum", out var choices)
                ? [.. Items(choices, path + ".enum").Select(choice => Text(choice, path + ".enum"))]
                : default,
        };
    }

    private static WrittenAction ReadAction(string name, JsonElement json, string path)
    {
        Members(json, path);
        var action = new WrittenAction(name, NoPlace, ReadAnnotations(json, path));
        if (json.TryGetProperty("memberOf", out var groups) && groups.ValueKind != JsonValueKind.Null)
        {
            action = action with { Parents = [.. Items(groups, path + ".memberOf").Select(group => ReadGroup(group, path + ".memberOf"))] };
        }

        if (!json.TryGetProperty("appliesTo", out var appliesTo) || appliesTo.ValueKind == JsonValueKind.Null)
        {
            return action;
        }

        path += ".appliesTo";
        return action with
        {
            Principals = ReadNames(Required(appliesTo, "principalTypes", path), path + ".principalTypes"),
            Resources = ReadNames(Required(appliesTo, "resourceTypes", path), path + ".resourceTypes"),
            Context = appliesTo.TryGetProperty("context", out var context) ? ReadType(context, path + ".context") : null,
        };
    }

    private static (WrittenName? Type, string Id, SourceSpan Span) ReadGroup(JsonElement json, string path)
    {
        var id = Text(Required(json, "id", path), path);
        return json.TryGetProperty("type", out var type) && type.ValueKind != JsonValueKind.Null
            ? (new WrittenName(Text(type, path), NoPlace), id, NoPlace)
            : (null, id, NoPlace);
    }

    private static WrittenType ReadType(JsonElement json, string path)
    {
        var kind = Text(Required(json, "type", path), path);
        var type = new WrittenType(NoPlace);
        switch (kind)
        {
            case "Boolean" or "Bool":
                return type with { Name = new WrittenName("__cedar::Bool", NoPlace) };
            case "Long" or "String":
                return type with { Name = new WrittenName("__cedar::" + kind, NoPlace) };
            case "Set":
                return type with { Element = ReadType(Required(json, "element", path), path + ".element") };
            case "Record":
                return type with { Attributes = [.. Optional(json, "attributes", path).Select(attribute => ReadAttribute(attribute, path))] };
            case "Extension":
                return type with { Name = new WrittenName("__cedar::" + Text(Required(json, "name", path), path), NoPlace) };
            case "Entity" or "EntityOrCommon":
                return type with { Name = new WrittenName(Text(Required(json, "name", path), path), NoPlace), IsEntity = kind is "Entity" };
            default:
                return type with { Name = new WrittenName(kind, NoPlace) };
        }
    }

    private static WrittenAttribute ReadAttribute(JsonProperty attribute, string path)
    {
        path = $"{path}.attributes.{attribute.Name}";
        var type = ReadType(attribute.Value, path);
        var isRequired = !attribute.Value.TryGetProperty("required", out var required) || required.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new JsonFault(path, "`required` must be true or false"),
        };
        return new WrittenAttribute(attribute.Name, isRequired, type, ReadAnnotations(attribute.Value, path));
    }

    private static Dictionary<string, string> ReadAnnotations(JsonElement json, string path) =>
        Optional(json, "annotations", path).ToDictionary(annotation => annotation.Name, annotation => Text(annotation.Value, path), StringComparer.Ordinal);

    private static ImmutableArray<WrittenName> ReadNames(JsonElement json, string path) =>
        [.. Items(json, path).Select(name => new WrittenName(Text(name, path), NoPlace))];

    private static JsonElement Required(JsonElement json, string member, string path) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value)
            ? value
            : throw new JsonFault(path, $"expected an object with `{member}`");

    private static JsonElement.ObjectEnumerator Optional(JsonElement json, string member, string path) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) ? Members(value, $"{path}.{member}") : default;

    private static JsonElement.ObjectEnumerator Members(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : throw new JsonFault(path, "expected an object");

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : throw new JsonFault(path, "expected an array");

    private static string Text(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new JsonFault(path, "expected a string");
}
