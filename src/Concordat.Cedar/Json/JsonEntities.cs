using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Json;

/// <summary>Reads entities in Cedar's JSON form.</summary>
internal static class JsonEntities
{
    public static IEnumerable<Entity> Read(JsonElement json, CedarSchema? schema)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw new JsonFault("$", "expected an array of entities");
        }

        if (json.GetArrayLength() > CedarLimits.Entities)
        {
            throw new JsonFault("$", $"there are more than {CedarLimits.Entities} entities");
        }

        return json.EnumerateArray().Select((item, i) => ReadEntity(item, schema, $"$[{i}]")).ToArray();
    }

    private static Entity ReadEntity(JsonElement json, CedarSchema? schema, string path)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("uid", out var uidJson))
        {
            throw new JsonFault(path, "an entity needs `uid`");
        }

        var uid = JsonValues.ReadEntityUid(uidJson, path + ".uid");
        var declared = schema?.EntityTypes.GetValueOrDefault(uid.Type);
        var attributes = json.TryGetProperty("attrs", out var attrs)
            ? JsonValues.ReadRecord(attrs, declared?.Attributes, path + ".attrs")
            : CedarRecord.Empty;
        var tags = json.TryGetProperty("tags", out var tagsJson)
            ? ReadTags(tagsJson, declared?.Tags, path + ".tags")
            : CedarRecord.Empty;
        return new Entity(uid, attributes, ReadParents(json, path + ".parents"), tags);
    }

    private static ImmutableArray<EntityUid> ReadParents(JsonElement json, string path)
    {
        if (!json.TryGetProperty("parents", out var parents))
        {
            return [];
        }

        return parents.ValueKind == JsonValueKind.Array
            ? [.. parents.EnumerateArray().Select((parent, i) => JsonValues.ReadEntityUid(parent, $"{path}[{i}]"))]
            : throw new JsonFault(path, "expected an array");
    }

    private static CedarRecord ReadTags(JsonElement json, CedarType? type, string path)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            JsonValues.RequireSize(json, path);
        }

        return json.ValueKind == JsonValueKind.Object
            ? CedarRecord.Of(json.EnumerateObject().Select(tag => KeyValuePair.Create(tag.Name, JsonValues.Read(tag.Value, type, $"{path}.{tag.Name}"))))
            : throw new JsonFault(path, "expected an object");
    }
}
