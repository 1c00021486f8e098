using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concordat.Tests.Evidence;

/// <summary>Checks JSON against a schema (draft 7) with the keywords that NIST's OSCAL schemas use; another keyword is an error of the test.</summary>
internal sealed class JsonSchemaCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly JsonElement _root;
    private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);

    public JsonSchemaCheck(JsonElement root)
    {
        _root = root;
        foreach (var definition in root.GetProperty("definitions").EnumerateObject())
        {
            if (definition.Value.TryGetProperty("$id", out var id))
            {
                _byId[id.GetString()!] = definition.Value;
            }
        }
    }

    public List<string> Faults(JsonElement value) => Faults(value, _root, "$");

    private List<string> Faults(JsonElement value, JsonElement schema, string path)
    {
        var faults = new List<string>();
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            faults.AddRange(keyword.Name switch
            {
                "$ref" => Faults(value, Resolve(rule.GetString()!), path),
                "allOf" => rule.EnumerateArray().SelectMany(each => Faults(value, each, path)),
                "anyOf" => rule.EnumerateArray().Any(each => Faults(value, each, path).Count == 0) ? [] : [$"{path}: none of the alternatives"],
                "type" => IsOf(value, rule.GetString()!) ? [] : [$"{path}: not a {rule}"],
                "enum" => rule.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)) ? [] : [$"{path}: {value} is not known"],
                "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.CultureInvariant, Longest) ? [] : [$"{path}: `{value}` does not match {rule}"],
                "minItems" => value.GetArrayLength() >= rule.GetInt32() ? [] : [$"{path}: too few items"],
                "minimum" => value.GetInt64() >= rule.GetInt64() ? [] : [$"{path}: too small"],
                "items" => value.EnumerateArray().SelectMany((item, i) => Faults(item, rule, $"{path}[{i}]")),
                "required" => value.ValueKind != JsonValueKind.Object ? [] : rule.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}: {name} is missing"),
                "properties" => value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject().Where(m => rule.TryGetProperty(m.Name, out _)).SelectMany(m => Faults(m.Value, rule.GetProperty(m.Name), $"{path}.{m.Name}")),
                "additionalProperties" => rule.ValueKind == JsonValueKind.False ? Additional(value, schema).Select(name => $"{path}: {name} is not allowed") : [],
                "$schema" or "$id" or "$comment" or "title" or "description" or "definitions" or "format" or "contentEncoding" => [],
                _ => throw new NotSupportedException(keyword.Name),
            });
        }

        return faults;
    }

    private JsonElement Resolve(string reference) =>
        reference.StartsWith("#/definitions/", StringComparison.Ordinal) ? _root.GetProperty("definitions").GetProperty(reference["#/definitions/".Length..]) : _byId[reference];

    private static IEnumerable<string> Additional(JsonElement value, JsonElement schema) =>
        value.EnumerateObject().Select(m => m.Name).Where(name => !schema.GetProperty("properties").TryGetProperty(name, out _));

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" or "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new NotSupportedException(type),
    };
}
