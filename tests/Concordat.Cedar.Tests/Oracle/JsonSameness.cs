using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Oracle;

/// <summary>Equality of JSON values; numbers compare as the doubles that JavaScript makes of them.</summary>
internal static class JsonSameness
{
    public static void Same(JsonNode? expected, JsonNode? actual) => Assert.Equal(Canonical(expected), Canonical(actual));

    public static string Canonical(JsonNode? json) => json switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(',', members.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => JsonSerializer.Serialize(pair.Key) + ":" + Canonical(pair.Value))) + "}",
        JsonArray items => "[" + string.Join(',', items.Select(Canonical)) + "]",
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(json.Deserialize<JsonElement>()),
    };
}
