using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Oversight.Cases;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>The exact action that people put their names to: canonical JSON (RFC 8785), whose SHA-256 they sign.</summary>
public sealed class CanonicalAction
{
    public const string Format = "concordat-action/1";

    /// <summary>Largest document, in bytes; a call with larger arguments is held, but cannot be granted.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private CanonicalAction(byte[] document, ActionTerms terms)
    {
        Document = document;
        Terms = terms;
        Digest = Convert.ToHexStringLower(SHA256.HashData(document));
    }

    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>SHA-256 of the document, lower hex: what is signed.</summary>
    public string Digest { get; }

    public ActionTerms Terms { get; }

    /// <summary>Puts together the document of an action under the terms of its case.</summary>
    public static CanonicalAction Of(ActionFacts facts, CaseType type, IEnumerable<string> clauses, ActionTerms terms) => new(
        CanonicalJson.Canonicalize(JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("type", CaseNames.Of(type));
            json.WriteStartArray("clauses");
            foreach (var clause in clauses.Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(clause);
            }

            json.WriteEndArray();
            facts.Write(json);
            json.WriteString("nonce", terms.Nonce);
            json.WriteString("notBefore", Text(terms.NotBefore));
            json.WriteString("expires", Text(terms.Expires));
            json.WriteStartArray("quorum");
            foreach (var seat in terms.Quorum.Seats)
            {
                json.WriteStartObject();
                json.WriteString("party", seat.Party);
                json.WriteStartArray("roles");
                foreach (var role in seat.Roles)
                {
                    json.WriteStringValue(role);
                }

                json.WriteEndArray();
                WriteClauses(json, seat);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WritePropertyName("seen");
            json.WriteRawValue(terms.Seen.Span);
            if (!terms.View.IsEmpty)
            {
                json.WritePropertyName("view");
                json.WriteRawValue(terms.View.Span);
            }

            json.WriteEndObject();
        })),
        terms);

    /// <summary>Reads a document back.</summary>
    /// <exception cref="FormatException">It is not a canonical action.</exception>
    public static CanonicalAction Read(byte[] document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            var root = parsed.RootElement;
            if (root.GetProperty("format").GetString() != Format || !CanonicalJson.Canonicalize(document).AsSpan().SequenceEqual(document))
            {
                throw new FormatException("the document is not a canonical action of this version");
            }

            var seats = root.GetProperty("quorum").EnumerateArray()
                .Select(seat => new Seat(
                    seat.GetProperty("party").GetString()!, [.. seat.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!)])
                {
                    Clauses = seat.TryGetProperty("clauses", out var clauses) ? [.. clauses.EnumerateArray().Select(clause => clause.GetString()!)] : [],
                })
                .ToImmutableArray();
            return new CanonicalAction(document, new ActionTerms(
                root.GetProperty("nonce").GetString()!,
                Time(root.GetProperty("notBefore")),
                Time(root.GetProperty("expires")),
                new Quorum(seats),
                System.Text.Encoding.UTF8.GetBytes(root.GetProperty("seen").GetRawText()))
            {
                View = root.TryGetProperty("view", out var view) ? System.Text.Encoding.UTF8.GetBytes(view.GetRawText()) : default,
            });
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or SigningFormatException)
        {
            throw new FormatException("the document is not a canonical action", fault);
        }
    }

    /// <summary>Where all seats are for all clauses, the clauses stand once, above.</summary>
    private static void WriteClauses(Utf8JsonWriter json, Seat seat)
    {
        if (seat.Clauses.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("clauses");
        foreach (var clause in seat.Clauses)
        {
            json.WriteStringValue(clause);
        }

        json.WriteEndArray();
    }

    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    internal static DateTimeOffset Time(JsonElement element) => DateTimeOffset.TryParseExact(
        element.GetString(), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : throw new FormatException("a time is not RFC 3339 in UTC with microseconds");
}
