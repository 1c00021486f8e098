using Concordat.Oversight.Grants;
using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Credentials;

/// <summary>What a party signs to invite a person: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Id">SHA-256 of the token, lower hex.</param>
/// <param name="Approver">Id of the person.</param>
/// <param name="Role">What the person is.</param>
/// <param name="Party">The side that invites, and that the person acts for.</param>
/// <param name="Time">When it was signed.</param>
/// <param name="Expires">Until when it can be used; at most <see cref="Longest"/> after.</param>
public sealed record InvitationStatement(string Id, string Approver, string Role, string Party, DateTimeOffset Time, DateTimeOffset Expires)
{
    public const string Format = "concordat-invitation/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.invitation+json";

    /// <summary>Longest life of an invitation.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public DsseEnvelope Sign(SigningKey key) => DsseEnvelope.Create(PayloadType, ToPayload()).Sign(key);

    public byte[] ToPayload() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("invitation", Id);
        json.WriteString("approver", Approver);
        json.WriteString("role", Role);
        json.WriteString("party", Party);
        json.WriteString("time", CanonicalAction.Text(Time));
        json.WriteString("expires", CanonicalAction.Text(Expires));
        json.WriteEndObject();
    }));

    /// <summary>Reads the payload of an envelope whose signature was found valid.</summary>
    /// <exception cref="FormatException">It is not an invitation of this version.</exception>
    public static InvitationStatement Read(ReadOnlyMemory<byte> payload) => StatementPayload.Read(payload, Format, 7, "the payload is not an invitation", static root =>
    {
        var statement = new InvitationStatement(
            Text.Sha256Hex(root.GetProperty("invitation").GetString()!),
            Text.OneLine(root.GetProperty("approver").GetString()!, 128),
            Text.OneLine(root.GetProperty("role").GetString()!, 64),
            Text.OneLine(root.GetProperty("party").GetString()!, 64),
            CanonicalAction.Time(root.GetProperty("time")),
            CanonicalAction.Time(root.GetProperty("expires")));
        return statement.Expires - statement.Time <= Longest ? statement : throw new FormatException($"an invitation holds for {Longest.TotalDays} days at most");
    });
}
