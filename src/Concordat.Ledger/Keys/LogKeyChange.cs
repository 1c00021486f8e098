using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger.Keys;

/// <summary>An entry by which a log's key hands over to the next one, and may be declared stolen.</summary>
/// <remarks>
/// Canonical JSON (RFC 8785). Both keys sign the entry without its <c>signatures</c>: the old one hands over, the new one shows that it
/// is held by who takes over. One line of JSON is no checkpoint, so that neither signature can be used for the other.
/// </remarks>
/// <param name="Old">The key that was in force.</param>
/// <param name="New">The key that follows it.</param>
/// <param name="CompromisedFrom">Checkpoints of more entries than this do not count if only the old key signed them; null where nothing is suspected.</param>
/// <param name="Time">When the entry was made.</param>
internal sealed record LogKeyChange(NoteVerifier Old, NoteVerifier New, long? CompromisedFrom, DateTimeOffset Time)
{
    /// <summary>Writes the entry.</summary>
    public static byte[] Write(string origin, SigningKey old, SigningKey next, long? compromisedFrom, DateTimeOffset time)
    {
        var change = new LogKeyChange(NoteVerifier.ForLog(origin, old.PublicKey), NoteVerifier.ForLog(origin, next.PublicKey), compromisedFrom, time);
        var statement = change.Canonical([]);
        return change.Canonical([old.Sign(statement), next.Sign(statement)]);
    }

    /// <summary>Whether the entry has the form of a change of key, rightly signed or not.</summary>
    public static bool IsOne(ReadOnlySpan<byte> entry) => KeyEntry.MayBe(entry) && TryParse(entry) is not null;

    /// <summary>Reads a change of key; null for any other entry.</summary>
    /// <exception cref="FormatException">It has the form of a change of key, but the keys that it names have not signed it.</exception>
    public static LogKeyChange? Read(ReadOnlySpan<byte> entry)
    {
        if (!KeyEntry.MayBe(entry) || TryParse(entry) is not var (change, signatures))
        {
            return null;
        }

        var statement = change.Canonical([]);
        return change.Canonical(signatures).AsSpan().SequenceEqual(entry)
            && signatures.Length == 2
            && change.Old.Verify(statement, signatures[0])
            && change.New.Verify(statement, signatures[1])
                ? change
                : throw new FormatException($"the entry hands the log over from `{change.Old}` to `{change.New}`, but they have not both signed it");
    }

    private static (LogKeyChange Change, byte[][] Signatures)? TryParse(ReadOnlySpan<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("key"u8))
            {
                return null;
            }

            var change = new LogKeyChange(
                KeyEntry.LogKey(root.GetProperty("old")),
                KeyEntry.LogKey(root.GetProperty("new")),
                root.TryGetProperty("compromised_from", out var from) ? from.GetInt64() : null,
                KeyEntry.Time(root.GetProperty("time")));
            return (change, [.. root.GetProperty("signatures").EnumerateArray().Select(static s => s.GetBytesFromBase64())]);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null; // an entry of someone else's making; it changes nothing
        }
    }

    private byte[] Canonical(byte[][] signatures)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (CompromisedFrom is { } from)
            {
                json.WriteNumber("compromised_from"u8, from);
            }

            json.WriteString("new"u8, New.ToString());
            json.WriteString("old"u8, Old.ToString());
            if (signatures.Length > 0)
            {
                json.WriteStartArray("signatures"u8);
                foreach (var signature in signatures)
                {
                    json.WriteBase64StringValue(signature);
                }

                json.WriteEndArray();
            }

            json.WriteString("time"u8, Time.UtcDateTime.ToString(KeyEntry.TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("type"u8, "key"u8);
            json.WriteNumber("v"u8, 1);
            json.WriteEndObject();
        }

        return CanonicalJson.Canonicalize(buffer.WrittenSpan);
    }
}
