using System.Text.Json;

namespace Concordat.Ledger.Retention;

/// <summary>The entry that says up to where a log was pruned, who did it and why. It is in the log before the first file is removed.</summary>
/// <param name="Minimum">The first entry that is kept (C2SP tlog-tiles: minimum index).</param>
/// <param name="Holds">The holds in force at that time.</param>
/// <param name="Cause">Who and why.</param>
/// <param name="Time">When.</param>
public sealed record PruneStatement(EntryIndex Minimum, IReadOnlyList<LegalHold> Holds, RetentionCause Cause, DateTimeOffset Time)
{
    internal const string Type = "prune";
    private const int MaxBytes = LedgerOptions.MaxEntryBytes;

    /// <summary>Stands in every such entry, and in hardly another.</summary>
    internal static ReadOnlySpan<byte> Mark => "\"type\":\"prune\""u8;

    internal static byte[] Write(PruneStatement statement) => RetentionEntry.Write(Type, statement.Cause, statement.Time, json =>
    {
        json.WriteStartArray("holds"u8);
        foreach (var hold in statement.Holds)
        {
            json.WriteStartObject();
            hold.Write(json, "id");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("minimum"u8, statement.Minimum.Value);
    });

    /// <summary>Reads such an entry; null for any other.</summary>
    internal static PruneStatement? Read(ReadOnlySpan<byte> entry)
    {
        if (entry.Length > MaxBytes || entry.IndexOf(Mark) < 0)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(entry);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out var type) && type.ValueEquals(Type)
                ? new PruneStatement(
                    new EntryIndex(root.GetProperty("minimum").GetInt64()),
                    [.. root.GetProperty("holds").EnumerateArray().Select(static hold => LegalHold.Read(hold, "id"))],
                    new RetentionCause(
                        root.GetProperty("because").GetString()!,
                        root.GetProperty("by").GetString()!,
                        root.TryGetProperty("rule", out var rule) ? rule.GetString() : null),
                    RetentionEntry.Time(root.GetProperty("time").GetString()))
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null; // an entry of someone else's making; it removes nothing
        }
    }
}
