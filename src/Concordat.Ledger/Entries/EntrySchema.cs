using System.Text;
using System.Text.Json;

namespace Concordat.Ledger.Entries;

/// <summary>The published JSON Schema of entries, compiled for checking millions of them. Immutable.</summary>
/// <remarks>
/// Reads <c>ledger-entry.schema.json</c> and knows only the keywords that it uses: another one is refused, so that no rule of the schema
/// is ever silently left out.
/// </remarks>
internal sealed class EntrySchema
{
    private const string Resource = "ledger-entry.schema.json";

    private readonly JsonElement _root;
    private readonly Dictionary<string, ValueRule> _definitions = new(StringComparer.Ordinal);

    private EntrySchema(JsonElement root)
    {
        _root = root;
        Entry = ReadObject(root);
        var kinds = root.GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray().Select(static k => k.GetString()!).ToArray();
        RequiredOfKind = [.. kinds.Select(RequiredOf)];
        Kinds = [.. kinds.Select(static kind => Enum.TryParse<EntryKind>(kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known) && !char.IsDigit(kind[0]) ? known : EntryKind.Other)];
    }

    /// <summary>The schema that this program was built with.</summary>
    public static EntrySchema Current { get; } = Read();

    public ObjectRule Entry { get; }

    /// <summary>The members that an entry must have, for each value of <c>type</c> in the order of the schema.</summary>
    public ulong[] RequiredOfKind { get; }

    public EntryKind[] Kinds { get; }

    /// <exception cref="NotSupportedException">The schema uses a keyword that is not known here.</exception>
    public static EntrySchema Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new EntrySchema(document.RootElement.Clone());
    }

    private static EntrySchema Read()
    {
        using var stream = typeof(EntrySchema).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }

    private ObjectRule ReadObject(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var members))
        {
            return new ObjectRule([], [], 0, IsClosed: false);
        }

        var sorted = members.EnumerateObject().OrderBy(static m => m.Name, StringComparer.Ordinal).ToList();
        if (sorted.Count > 64)
        {
            throw new NotSupportedException("an object of the schema of entries has more than 64 members, which a mask of 64 bits cannot hold; nest some");
        }

        var rule = new ObjectRule(
            [.. sorted.Select(static m => Encoding.UTF8.GetBytes(m.Name))], [.. sorted.Select(m => ReadValue(m.Value))], 0,
            schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False);
        return rule with { Required = rule.MaskOf(Strings(schema, "required")) };
    }

    private ValueRule ReadValue(JsonElement schema)
    {
        string? reference = null;
        JsonTokenType[] tokens = [];
        byte[][]? allowed = null;
        StringPattern? pattern = null;
        var (minimum, maximum, maxItems) = (long.MinValue, long.MaxValue, int.MaxValue);
        ValueRule? items = null;
        ObjectRule? members = null;
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref": reference = keyword.Value.GetString(); break;
                case "type": tokens = Tokens(keyword.Value.GetString()!); break;
                case "const": allowed = [Written(keyword.Value)]; break;
                case "enum": allowed = [.. keyword.Value.EnumerateArray().Select(Written)]; break;
                case "pattern": pattern = new StringPattern(keyword.Value.GetString()!); break;
                case "minimum": minimum = keyword.Value.GetInt64(); break;
                case "maximum": maximum = keyword.Value.GetInt64(); break;
                case "maxItems": maxItems = keyword.Value.GetInt32(); break;
                case "items": items = ReadValue(keyword.Value); break;
                case "properties": members = ReadObject(schema); break;
                case "required" or "additionalProperties" or "description": break;
                default: throw new NotSupportedException($"the schema of entries uses `{keyword.Name}`, which the verifier does not know");
            }
        }

        return reference is not null
            ? Definition(reference)
            : new ValueRule
            {
                Tokens = tokens,
                Allowed = allowed,
                Pattern = pattern,
                Minimum = minimum,
                Maximum = maximum,
                MaxItems = maxItems,
                Items = items,
                Members = members,
            };
    }

    private ValueRule Definition(string reference)
    {
        var name = reference["#/$defs/".Length..];
        if (!_definitions.TryGetValue(name, out var rule))
        {
            rule = ReadValue(_root.GetProperty("$defs").GetProperty(name));
            _definitions[name] = rule;
        }

        return rule;
    }

    /// <summary>The schema says it in rules of the form: if `type` is one of these, then these members, else those.</summary>
    private ulong RequiredOf(string kind)
    {
        var mask = Entry.Required;
        foreach (var rule in _root.GetProperty("allOf").EnumerateArray())
        {
            var condition = rule.GetProperty("if").GetProperty("properties").GetProperty("type");
            var matches = condition.TryGetProperty("const", out var one) ? one.ValueEquals(kind) : Strings(condition, "enum").Contains(kind, StringComparer.Ordinal);
            if (rule.TryGetProperty(matches ? "then" : "else", out var branch))
            {
                mask |= Entry.MaskOf(Strings(branch, "required"));
            }
        }

        return mask;
    }

    private static IEnumerable<string> Strings(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var list) ? list.EnumerateArray().Select(static s => s.GetString()!) : [];

    private static byte[] Written(JsonElement value) =>
        Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    private static JsonTokenType[] Tokens(string type) => type switch
    {
        "string" => [JsonTokenType.String],
        "integer" => [JsonTokenType.Number],
        "boolean" => [JsonTokenType.True, JsonTokenType.False],
        "object" => [JsonTokenType.StartObject],
        "array" => [JsonTokenType.StartArray],
        _ => throw new NotSupportedException($"the schema of entries uses the type `{type}`, which the verifier does not know"),
    };
}
