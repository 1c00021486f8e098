using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Cedar;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>Reads the facts of a ledger entry back into what clauses read, knowing nothing but JSON.</summary>
internal static class LedgerFacts
{
    public static CedarValue Read(JsonNode node) => node switch
    {
        JsonObject members => CedarValue.FromRecord(CedarRecord.Of(
            members.Select(member => new KeyValuePair<string, CedarValue>(member.Key, Read(member.Value!))))),
        JsonArray items => CedarValue.FromSet(CedarSet.Of(items.Select(item => Read(item!)))),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => CedarValue.FromString(node.GetValue<string>()),
            JsonValueKind.Number => CedarValue.FromLong(node.GetValue<long>()),
            _ => CedarValue.FromBool(node.GetValue<bool>()),
        },
    };
}
