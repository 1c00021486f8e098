using System.Text.Json;

namespace Concordat.Oversight.Grants;

/// <summary>Reads who asks for an action.</summary>
public static class ActionRequester
{
    /// <summary>Whether exactly this key of this use case asks.</summary>
    /// <param name="key">Id of the API key.</param>
    public static bool Is(CanonicalAction action, string useCase, string key)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var json = JsonDocument.Parse(action.Document);
        var requester = json.RootElement.GetProperty("requester");
        return requester.GetProperty("key").ValueEquals(key) && requester.GetProperty("useCase").ValueEquals(useCase);
    }
}
