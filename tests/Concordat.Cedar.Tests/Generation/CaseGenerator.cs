using System.Text.Json.Nodes;
using Concordat.Cedar.Schema;

namespace Concordat.Cedar.Tests.Generation;

/// <summary>Random cases: the same seed gives the same case on every machine.</summary>
internal static class CaseGenerator
{
    public const int RequestsPerCase = 10;

    public static GeneratedCase Generate(int seed)
    {
        var random = new Random(seed);
        var text = new SchemaGenerator(random).Generate();
        var schema = CedarSchema.Parse(text);

        // One case in ten has data that does not fit; entities that do not fit are refused as a whole, so they are rarer.
        var values = new ValueGenerator(random, schema, random.Next(10) == 0 ? 30 : int.MaxValue);
        var fitting = new ValueGenerator(random, schema, random.Next(25) == 0 ? 60 : int.MaxValue);
        var policies = new PolicyGenerator(random, schema, new ValueGenerator(random, schema, 40)).Generate(1 + random.Next(6));
        var requests = Enumerable.Range(0, RequestsPerCase).Select(_ => Request(random, schema, values));
        return new GeneratedCase(seed, text, policies, Entities(random, schema, fitting), new JsonArray([.. requests]));
    }

    private static JsonObject Request(Random random, CedarSchema schema, ValueGenerator values)
    {
        var actions = schema.Actions.Values.Where(action => !action.Principals.IsEmpty).ToArray();
        var action = actions[random.Next(actions.Length)];
        return new JsonObject
        {
            ["principal"] = values.Uid(action.Principals[random.Next(action.Principals.Length)]),
            ["action"] = new JsonObject { ["type"] = action.Uid.Type, ["id"] = action.Uid.Id },
            ["resource"] = values.Uid(action.Resources[random.Next(action.Resources.Length)]),
            ["context"] = values.Record(action.Context),
        };
    }

    private static JsonArray Entities(Random random, CedarSchema schema, ValueGenerator values)
    {
        var all = new JsonArray();
        foreach (var type in schema.EntityTypes.Values.Where(type => !type.IsEnumerated))
        {
            foreach (var id in (string[])["a", "b", "c"])
            {
                if (random.Next(5) != 0)
                {
                    all.Add(Entity(random, type, id, values));
                }
            }
        }

        return all;
    }

    private static JsonObject Entity(Random random, EntityTypeDeclaration type, string id, ValueGenerator values)
    {
        var entity = new JsonObject
        {
            ["uid"] = new JsonObject { ["type"] = type.Name, ["id"] = id },
            ["attrs"] = values.Record(type.Attributes),
            ["parents"] = Parents(random, type, id),
        };
        if (type.Tags is { } tags)
        {
            entity["tags"] = new JsonObject(ValueGenerator.Texts.Where(_ => random.Next(3) == 0).Select(name => KeyValuePair.Create(name, (JsonNode?)values.Of(tags))));
        }

        return entity;
    }

    private static JsonArray Parents(Random random, EntityTypeDeclaration type, string id)
    {
        var parents = new JsonArray();
        foreach (var parent in type.Parents)
        {
            // Within a type only upwards, so that there is no cycle.
            var ids = parent == type.Name ? (id is "a" ? ["b", "c"] : id is "b" ? ["c"] : Array.Empty<string>()) : ["a", "b", "gone"];
            foreach (var other in ids.Where(_ => random.Next(3) == 0))
            {
                parents.Add(new JsonObject { ["type"] = parent, ["id"] = other });
            }
        }

        return parents;
    }
}
