using System.Text.Json;

namespace Concordat.Ledger.Retention;

/// <summary>The holds in force, as the entries say: each <c>hold</c> adds one, each <c>release</c> ends one.</summary>
internal sealed class LegalHolds
{
    public const string Type = "hold";

    private readonly SortedDictionary<string, LegalHold> _holds = new(StringComparer.Ordinal);

    /// <summary>Stands in every entry about a hold.</summary>
    public static ReadOnlySpan<byte> Mark => "\"type\":\"hold\""u8;

    public IReadOnlyList<LegalHold> InForce => [.. _holds.Values];

    /// <summary>Takes an entry, in the order of the log; all but those about holds and prunings are passed over.</summary>
    public void Read(ReadOnlySpan<byte> entry)
    {
        if (PruneStatement.Read(entry) is { } statement)
        {
            // A pruning says again which holds were in force: the entries that made them may be gone.
            foreach (var hold in statement.Holds)
            {
                _holds[hold.Id] = hold;
            }
        }
        else if (entry.IndexOf(Mark) >= 0)
        {
            ReadHold(entry);
        }
    }

    public static byte[] Write(LegalHold hold, RetentionCause cause, DateTimeOffset time) => RetentionEntry.Write(Type, cause, time, json =>
    {
        json.WriteString("act"u8, "hold"u8);
        hold.Write(json, "hold");
    });

    public static byte[] WriteRelease(string id, RetentionCause cause, DateTimeOffset time) => RetentionEntry.Write(Type, cause, time, json =>
    {
        json.WriteString("act"u8, "release"u8);
        json.WriteString("hold"u8, id);
    });

    private void ReadHold(ReadOnlySpan<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || !type.ValueEquals(Type))
            {
                return;
            }

            if (root.GetProperty("act").ValueEquals("release"))
            {
                _holds.Remove(root.GetProperty("hold").GetString()!);
            }
            else
            {
                var hold = LegalHold.Read(root, "hold");
                _holds[hold.Id] = hold;
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            // An entry of someone else's making that has the words in it.
        }
    }
}
