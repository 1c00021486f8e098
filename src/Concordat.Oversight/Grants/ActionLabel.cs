using System.Text.Json;

namespace Concordat.Oversight.Grants;

/// <summary>Reads how an action is marked.</summary>
public static class ActionLabel
{
    /// <returns>The level as facts name it; null where the document does not tell.</returns>
    public static string? LevelOf(CanonicalAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var json = JsonDocument.Parse(action.Document);
        return json.RootElement.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.Object
            && label.TryGetProperty("level", out var level) && level.ValueKind == JsonValueKind.String
            ? level.GetString()
            : null;
    }

    /// <summary>Whether an action is marked above what a person may see, and therefore decide on.</summary>
    public static bool IsAbove(Approver person, CanonicalAction action)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Clearances.Hides(person.Clearance, LevelOf(action));
    }
}
