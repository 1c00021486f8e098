using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Generation;

/// <summary>A schema with policies, entities and requests, as texts that both engines read.</summary>
public sealed record GeneratedCase(int Seed, string Schema, string Policies, JsonArray Entities, JsonArray Requests)
{
    /// <summary>The request of that number as our engine reads it.</summary>
    public CedarRequest Request(int index, CedarSchema? schema)
    {
        var json = Requests[index]!;
        var action = Uid(json["action"]!);
        var context = CedarRecord.Parse(json["context"]!.ToJsonString(), schema?.Actions.GetValueOrDefault(action)?.Context);
        return new CedarRequest(Uid(json["principal"]!), action, Uid(json["resource"]!), context);
    }

    private static EntityUid Uid(JsonNode json) => new(json["type"]!.GetValue<string>(), json["id"]!.GetValue<string>());
}
