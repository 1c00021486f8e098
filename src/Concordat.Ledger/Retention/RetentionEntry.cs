using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Ledger.Retention;

/// <summary>Writes the entries that record acts of retention: canonical JSON with who, why and when.</summary>
internal static class RetentionEntry
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <exception cref="RetentionException">The cause is not complete.</exception>
    public static byte[] Write(string type, RetentionCause cause, DateTimeOffset time, Action<Utf8JsonWriter>? members)
    {
        cause.Validate();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("because"u8, cause.Because);
            json.WriteString("by"u8, cause.By);
            if (cause.Rule is not null)
            {
                json.WriteString("rule"u8, cause.Rule);
            }

            members?.Invoke(json);
            json.WriteString("time"u8, Time(time));
            json.WriteString("type"u8, type);
            json.WriteNumber("v"u8, 1);
            json.WriteEndObject();
        }

        return CanonicalJson.Canonicalize(buffer.WrittenSpan);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">Not a time as entries have it.</exception>
    public static DateTimeOffset Time(string? text) =>
        DateTimeOffset.ParseExact(text ?? "", TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
