using System.Text.Json;
using Concordat.Cedar.Extensions;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Json;

/// <summary>Reads values in Cedar's JSON form; a type, where known, allows the short forms of entities and extensions.</summary>
internal static class JsonValues
{
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = CedarLimits.JsonDepth, AllowDuplicateProperties = false };

    public static CedarValue Read(JsonElement json, CedarType? type, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return CedarValue.FromBool(json.GetBoolean());
            case JsonValueKind.Number:
                return json.TryGetInt64(out var number) ? CedarValue.FromLong(number) : throw new JsonFault(path, "a number must be a whole number of 64 bits");
            case JsonValueKind.String:
                return type is ExtensionType extension
                    ? Call(extension.Name is "ipaddr" ? "ip" : extension.Name, [CedarValue.FromString(json.GetString()!)], path)
                    : CedarValue.FromString(json.GetString()!);
            case JsonValueKind.Array when json.GetArrayLength() > CedarLimits.SetSize:
                throw new JsonFault(path, $"a set has at most {CedarLimits.SetSize} elements");
            case JsonValueKind.Array:
                var element = (type as SetType)?.Element;
                return CedarValue.FromSet(CedarSet.Of(json.EnumerateArray().Select((item, i) => Read(item, element, $"{path}[{i}]"))));
            case JsonValueKind.Object:
                return ReadObject(json, type, path);
            default:
                throw new JsonFault(path, "null is not a value of Cedar");
        }
    }

    public static CedarRecord ReadRecord(JsonElement json, RecordType? type, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JsonFault(path, "expected an object");
        }

        RequireSize(json, path);
        return CedarRecord.Of(json.EnumerateObject().Select(property => KeyValuePair.Create(
            property.Name,
            Read(property.Value, type?.Attributes.GetValueOrDefault(property.Name)?.Type, $"{path}.{property.Name}"))));
    }

    public static void RequireSize(JsonElement json, string path)
    {
        if (json.GetPropertyCount() > CedarLimits.RecordSize)
        {
            throw new JsonFault(path, $"a record has at most {CedarLimits.RecordSize} attributes");
        }
    }

    public static EntityUid ReadEntityUid(JsonElement json, string path)
    {
        RefuseOldEscape(json, path);
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("__entity", out var inner))
        {
            json = inner;
        }

        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String
            || !json.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
        {
            throw new JsonFault(path, "expected an entity, such as {\"type\":\"User\",\"id\":\"alice\"}");
        }

        return CedarText.IsTypeName(type.GetString()!)
            ? new EntityUid(type.GetString()!, id.GetString()!)
            : throw new JsonFault(path, "this is not the name of an entity type, such as `User` or `Org::User`");
    }

    private static void RefuseOldEscape(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("__expr", out _))
        {
            throw new JsonFault(path, "`__expr` is no longer part of Cedar; use `__entity` or `__extn`");
        }
    }

    private static CedarValue ReadObject(JsonElement json, CedarType? type, string path)
    {
        RefuseOldEscape(json, path);
        if (json.TryGetProperty("__entity", out _) || type is EntityType)
        {
            return CedarValue.FromEntity(ReadEntityUid(json, path));
        }

        if (json.TryGetProperty("__extn", out var call))
        {
            return ReadCall(call, path);
        }

        return type is ExtensionType && json.TryGetProperty("fn", out _)
            ? ReadCall(json, path)
            : CedarValue.FromRecord(ReadRecord(json, type as RecordType, path));
    }

    private static CedarValue ReadCall(JsonElement call, string path)
    {
        if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("fn", out var fn) || fn.ValueKind != JsonValueKind.String)
        {
            throw new JsonFault(path, "`__extn` needs `fn` and `arg`");
        }

        var arguments = call.TryGetProperty("arg", out var arg) ? [Read(arg, null, path + ".arg")]
            : call.TryGetProperty("args", out var args) && args.ValueKind == JsonValueKind.Array
                ? args.EnumerateArray().Select(item => Read(item, null, path + ".args")).ToArray()
                : throw new JsonFault(path, "`__extn` needs `arg`");
        return Call(fn.GetString()!, arguments, path);
    }

    private static CedarValue Call(string function, CedarValue[] arguments, string path)
    {
        if (!ExtensionCatalog.IsConstructor(function) && !ExtensionCatalog.IsMethod(function))
        {
            throw new JsonFault(path, "unknown extension function");
        }

        if (arguments.Length != ExtensionCatalog.Arity(function))
        {
            throw new JsonFault(path, $"`{function}` takes another number of arguments");
        }

        var result = ExtensionFunctions.Call(function, arguments[0], arguments.Length > 1 ? arguments[1] : default, out var fault);
        return result.IsNone ? throw new JsonFault(path, fault) : result;
    }
}
