using System.Text.Json;
using Concordat.Oversight.Grants;

namespace Concordat.Console.Reading;

/// <summary>Reads how an action is marked.</summary>
internal static class ActionLabel
{
    /// <returns>The level as facts name it; null where the document does not tell.</returns>
    public static string? LevelOf(CanonicalAction action)
    {
        using var json = JsonDocument.Parse(action.Document);
        return json.RootElement.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.Object
            && label.TryGetProperty("level", out var level) && level.ValueKind == JsonValueKind.String
            ? level.GetString()
            : null;
    }
}
