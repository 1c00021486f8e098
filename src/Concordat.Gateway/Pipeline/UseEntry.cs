using System.Globalization;
using System.Text.Json;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Pipeline;

/// <summary>Reads when an entry was made, and by which cases it says that something was let through.</summary>
internal static class UseEntry
{
    /// <returns>The time; null for what has none. Entries of the library's own users need not be JSON.</returns>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> entry, Action<CaseId> used)
    {
        var tells = entry.IndexOf("\"release\":\"released\""u8) >= 0 || entry.IndexOf("\"act\":\"unmasked\""u8) >= 0 || entry.IndexOf("\"act\":\"used\""u8) >= 0
            || (entry.IndexOf("\"type\":\"rejection\""u8) >= 0 && entry.IndexOf("\"release\":\"consumed\""u8) >= 0);
        try
        {
            var json = new Utf8JsonReader(entry);
            DateTimeOffset? time = null;
            if (tells)
            {
                using var parsed = JsonDocument.ParseValue(ref json);
                Tell(parsed.RootElement, used);
                return parsed.RootElement.TryGetProperty("time", out var told) ? Time(told.GetString()) : null;
            }

            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (time is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isTime = json.ValueTextEquals("time"u8);
                json.Read();
                time = isTime && json.TokenType == JsonTokenType.String ? Time(json.GetString()) : null;
                json.Skip();
            }

            return time;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Tell(JsonElement entry, Action<CaseId> used)
    {
        // What was rejected after its grant was used up names the grant, and lets nothing out.
        if (Text(entry, "release") == (Text(entry, "type") == "rejection" ? "consumed" : "released") || Text(entry, "act") is "unmasked" or "used")
        {
            Add(entry, used);
        }

        if (entry.TryGetProperty("calls", out var calls) && calls.ValueKind == JsonValueKind.Array)
        {
            foreach (var call in calls.EnumerateArray())
            {
                if (Text(call, "release") == "released")
                {
                    Add(call, used);
                }
            }
        }
    }

    private static void Add(JsonElement told, Action<CaseId> used)
    {
        if (CaseId.TryParse(Text(told, "case"), out var id))
        {
            used(id);
        }
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
