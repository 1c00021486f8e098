using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;

namespace Concordat.Agreements.Tests.Kit;

/// <summary>The facts of a clean lawful request, with overrides by dotted name.</summary>
internal static class FactSheet
{
    private static readonly JsonObject Baseline = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(AgreementCase.Folder, "baseline.json")))!.AsObject();

    public static CedarRequest Of(string action, JsonObject? overrides) => Request(action, Build(action, overrides));

    public static CedarRequest Of(string action, params (string Name, JsonNode Value)[] overrides)
    {
        var changes = new JsonObject();
        foreach (var (name, value) in overrides)
        {
            changes[name] = JsonNode.Parse(value.ToJsonString());
        }

        return Of(action, changes);
    }

    /// <summary>A request without one fact, as no gateway should ever build it.</summary>
    public static CedarRequest Without(string action, string name)
    {
        var facts = Build(action, null);
        var (owner, last) = Owner(facts, name);
        Assert.True(owner.Remove(last), $"there is no fact {name}");
        return Request(action, facts);
    }

    /// <summary>All facts by dotted name.</summary>
    public static IEnumerable<string> Names()
    {
        foreach (var (name, value) in Baseline["request"]!.AsObject())
        {
            if (value is JsonObject inner)
            {
                foreach (var (innerName, _) in inner)
                {
                    yield return name + "." + innerName;
                }
            }
            else
            {
                yield return name;
            }
        }
    }

    private static CedarRequest Request(string action, JsonObject facts)
    {
        var resource = string.Equals(action, "toolCall", StringComparison.Ordinal) ? "Tool" : "Model";
        return new CedarRequest(
            new EntityUid("Concordat::UseCase", "case"), new EntityUid(AgreementActions.Type, action),
            new EntityUid("Concordat::" + resource, "resource"), Value(facts).AsRecord);
    }

    private static JsonObject Build(string action, JsonObject? overrides)
    {
        var facts = Baseline["request"]!.DeepClone().AsObject();
        foreach (var changes in new[] { Baseline[action]?.AsObject(), overrides })
        {
            if (ReferenceEquals(changes, Baseline["request"]))
            {
                continue;
            }

            foreach (var (name, value) in changes ?? [])
            {
                var (owner, last) = Owner(facts, name);
                Assert.True(owner.ContainsKey(last), $"there is no fact {name}");
                owner[last] = value!.DeepClone();
            }
        }

        return facts;
    }

    private static (JsonObject Owner, string Last) Owner(JsonObject facts, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (facts, name) : (facts[name[..dot]]!.AsObject(), name[(dot + 1)..]);
    }

    private static CedarValue Value(JsonNode node) => node switch
    {
        JsonObject record => CedarValue.FromRecord(CedarRecord.Of(record.Select(field => KeyValuePair.Create(field.Key, Value(field.Value!))))),
        JsonArray set => CedarValue.FromSet(set.Select(element => element!.GetValue<string>()).ToFrozenSet(StringComparer.Ordinal)),
        JsonValue value when value.TryGetValue<bool>(out var flag) => CedarValue.FromBool(flag),
        JsonValue value when value.TryGetValue<long>(out var number) => CedarValue.FromLong(number),
        _ => CedarValue.FromString(node.GetValue<string>()),
    };
}
