using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>What a party signs to say who decides for it, and with which key or card: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Agreement">Id of the agreement under which it holds, over its amendments.</param>
/// <param name="Approver">Id of the person.</param>
/// <param name="Name">Name of the person, for people.</param>
/// <param name="Role">What the person is.</param>
/// <param name="Party">The side that appoints, and that the person acts for.</param>
/// <param name="Key">Id of the person's public key, lower hex; null for somebody without.</param>
/// <param name="Card">The name in the certificate of the person's card; null for somebody without.</param>
/// <param name="Time">When it was signed, and from when it holds.</param>
/// <param name="Expires">Until when it holds; at most <see cref="Longest"/> after.</param>
public sealed record AppointmentStatement(
    string Agreement, string Approver, string Name, string Role, string Party, string? Key, string? Card, DateTimeOffset Time, DateTimeOffset Expires)
{
    public const string Format = "concordat-appointment/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.appointment+json";

    /// <summary>Largest document, in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Longest time for which somebody is appointed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1100);

    public DsseEnvelope ToEnvelope() => DsseEnvelope.Create(PayloadType, CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("agreement", Agreement);
        json.WriteString("approver", Approver);
        json.WriteString("name", Name);
        json.WriteString("role", Role);
        json.WriteString("party", Party);
        json.WriteString("key", Key);
        json.WriteString("card", Card);
        json.WriteString("time", CanonicalAction.Text(Time));
        json.WriteString("expires", CanonicalAction.Text(Expires));
        json.WriteEndObject();
    })));

    /// <summary>Reads an envelope; whose signatures it bears is not looked at.</summary>
    /// <exception cref="FormatException">It is not an appointment of this version.</exception>
    public static AppointmentStatement Read(DsseEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope.PayloadType != PayloadType
            ? throw new FormatException("it is not an appointment of this version")
            : StatementPayload.Read(envelope.Payload, Format, 10, "it is not an appointment", static root =>
            {
                var statement = new AppointmentStatement(
                    Text.OneLine(root.GetProperty("agreement").GetString()!, 100),
                    Text.OneLine(root.GetProperty("approver").GetString()!, 128),
                    Text.OneLine(root.GetProperty("name").GetString()!, 256),
                    Text.OneLine(root.GetProperty("role").GetString()!, 64),
                    Text.OneLine(root.GetProperty("party").GetString()!, 64),
                    root.GetProperty("key").GetString() is { } key ? Text.Sha256Hex(key) : null,
                    root.GetProperty("card").GetString() is { } card ? Text.OneLine(card, 256) : null,
                    CanonicalAction.Time(root.GetProperty("time")),
                    CanonicalAction.Time(root.GetProperty("expires")));
                return statement.Expires <= statement.Time ? throw new FormatException("it ends before it begins")
                    : statement.Expires - statement.Time > Longest ? throw new FormatException($"it holds for more than {Longest.TotalDays} days, the most there is")
                    : statement;
            });
    }
}
