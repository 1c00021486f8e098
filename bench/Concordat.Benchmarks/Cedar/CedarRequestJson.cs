using System.Text.Json;
using Concordat.Cedar;

namespace Concordat.Benchmarks.Cedar;

/// <summary>Reads requests in the form of the official engine.</summary>
internal static class CedarRequestJson
{
    public static CedarRequest Read(string json, CedarSchema schema)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var action = Uid(root.GetProperty("action"));
        var context = CedarRecord.Parse(root.GetProperty("context").GetRawText(), schema.Actions.GetValueOrDefault(action)?.Context);
        return new CedarRequest(Uid(root.GetProperty("principal")), action, Uid(root.GetProperty("resource")), context);
    }

    private static EntityUid Uid(JsonElement json) => new(json.GetProperty("type").GetString()!, json.GetProperty("id").GetString()!);
}
