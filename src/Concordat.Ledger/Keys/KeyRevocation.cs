using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger.Keys;

/// <summary>An entry by which the log's key in force says that another key was stolen: an earlier one of the log, or a witness's.</summary>
/// <remarks>Canonical JSON (RFC 8785). The key in force signs the entry without its <c>signatures</c>.</remarks>
/// <param name="By">The log's key in force.</param>
/// <param name="Revoked">The key that was stolen.</param>
/// <param name="CompromisedFrom">Checkpoints of more entries than this do not count by that key's signature.</param>
/// <param name="Time">When the entry was made.</param>
internal sealed record KeyRevocation(NoteVerifier By, NoteVerifier Revoked, long CompromisedFrom, DateTimeOffset Time)
{
    private const string TypeName = "key-revocation";

    /// <summary>Writes the entry.</summary>
    public static byte[] Write(string origin, SigningKey by, NoteVerifier revoked, long compromisedFrom, DateTimeOffset time)
    {
        var revocation = new KeyRevocation(NoteVerifier.ForLog(origin, by.PublicKey), revoked, compromisedFrom, time);
        return revocation.Canonical(by.Sign(revocation.Canonical(signature: null)));
    }

    /// <summary>Whether the entry has the form of a revocation, rightly signed or not.</summary>
    public static bool IsOne(ReadOnlySpan<byte> entry) => KeyEntry.MayBe(entry) && TryParse(entry) is not null;

    /// <summary>Reads a revocation; null for any other entry.</summary>
    /// <exception cref="FormatException">It has the form of a revocation, but the key that it names has not signed it.</exception>
    public static KeyRevocation? Read(ReadOnlySpan<byte> entry)
    {
        if (!KeyEntry.MayBe(entry) || TryParse(entry) is not var (revocation, signature))
        {
            return null;
        }

        return revocation.Canonical(signature).AsSpan().SequenceEqual(entry) && revocation.By.Verify(revocation.Canonical(signature: null), signature)
            ? revocation
            : throw new FormatException($"the entry revokes `{revocation.Revoked}`, but `{revocation.By}` has not signed it");
    }

    private static (KeyRevocation Revocation, byte[] Signature)? TryParse(ReadOnlySpan<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals(TypeName))
            {
                return null;
            }

            var signatures = root.GetProperty("signatures");
            return signatures.GetArrayLength() != 1
                ? null
                : (new KeyRevocation(
                    KeyEntry.LogKey(root.GetProperty("by")), NoteVerifier.Parse(root.GetProperty("revoked").GetString() ?? ""),
                    root.GetProperty("compromised_from").GetInt64(), KeyEntry.Time(root.GetProperty("time"))), signatures[0].GetBytesFromBase64());
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null; // an entry of someone else's making; it changes nothing
        }
    }

    private byte[] Canonical(byte[]? signature)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("by"u8, By.ToString());
            json.WriteNumber("compromised_from"u8, CompromisedFrom);
            json.WriteString("revoked"u8, Revoked.ToString());
            if (signature is not null)
            {
                json.WriteStartArray("signatures"u8);
                json.WriteBase64StringValue(signature);
                json.WriteEndArray();
            }

            json.WriteString("time"u8, Time.UtcDateTime.ToString(KeyEntry.TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("type"u8, TypeName);
            json.WriteNumber("v"u8, 1);
            json.WriteEndObject();
        }

        return CanonicalJson.Canonicalize(buffer.WrittenSpan);
    }
}
