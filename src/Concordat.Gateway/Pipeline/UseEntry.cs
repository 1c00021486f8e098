using System.Globalization;
using System.Text.Json;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Pipeline;

/// <summary>Reads when an entry was made, by which cases it says that something was let through, and whose grants people ended.</summary>
internal static class UseEntry
{
    /// <summary>By how much an entry may be older than those before it in the ledger: it waited for its place.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <param name="used">Told each case by which something was let through.</param>
    /// <param name="decided">Told each decision of a person that ends a case: the case, what it became, the hash of what was signed, and whether it counted. One that does not count has an earlier entry that says it does.</param>
    /// <returns>The time; null for what has none. Entries of the library's own users need not be JSON.</returns>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> entry, Action<CaseId> used, Action<CaseId, ConsumeOutcome, string, bool>? decided = null)
    {
        var tells = (decided is not null && entry.IndexOf("\"type\":\"case-decision\""u8) >= 0) || entry.IndexOf("\"release\":\"released\""u8) >= 0 || entry.IndexOf("\"act\":\"unmasked\""u8) >= 0 || entry.IndexOf("\"act\":\"used\""u8) >= 0
            || (entry.IndexOf("\"type\":\"rejection\""u8) >= 0 && entry.IndexOf("\"release\":\"consumed\""u8) >= 0);
        try
        {
            var json = new Utf8JsonReader(entry);
            DateTimeOffset? time = null;
            if (tells)
            {
                using var parsed = JsonDocument.ParseValue(ref json);
                if (Text(parsed.RootElement, "type") == "case-decision")
                {
                    TellDecision(parsed.RootElement, decided);
                }
                else
                {
                    Tell(parsed.RootElement, used);
                }

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

    private static void TellDecision(JsonElement entry, Action<CaseId, ConsumeOutcome, string, bool>? decided)
    {
        ConsumeOutcome? outcome = Text(entry, "act") switch
        {
            "deny" => ConsumeOutcome.Denied,
            "withdraw" => ConsumeOutcome.Withdrawn,
            "revoke" => ConsumeOutcome.Revoked,
            _ => null,
        };
        if (decided is not null && outcome is { } ended && CaseId.TryParse(Text(entry, "case"), out var id))
        {
            decided(id, ended, Text(entry, "statement") ?? "", Text(entry, "error") is null);
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
