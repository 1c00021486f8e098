using Concordat.Oversight.Grants;
using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Sessions;

/// <summary>What a person signs to sign in with their key: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Gateway">Address of the console, as the person's browser shows it.</param>
/// <param name="Nonce">Derived from the browser's own secret, so that it signs in this browser and no other.</param>
/// <param name="Person">Who signs in.</param>
/// <param name="Time">When it was made.</param>
public sealed record SignInStatement(string Gateway, string Nonce, string Person, DateTimeOffset Time)
{
    public const string Format = "concordat-sign-in/1";

    /// <summary>Media type of the payload; part of what is signed, so that it never passes for a decision.</summary>
    public const string PayloadType = "application/vnd.concordat.sign-in+json";

    public byte[] ToPayload() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("gateway", Gateway);
        json.WriteString("nonce", Nonce);
        json.WriteString("person", Person);
        json.WriteString("time", CanonicalAction.Text(Time));
        json.WriteEndObject();
    }));

    /// <summary>Reads a payload.</summary>
    /// <exception cref="FormatException">It is not a statement of this version.</exception>
    public static SignInStatement Read(ReadOnlyMemory<byte> payload) => StatementPayload.Read(payload, Format, 5, "the payload is not a sign-in", static root => new SignInStatement(
        Text.Bounded(root.GetProperty("gateway").GetString()!, 512),
        Text.Bounded(root.GetProperty("nonce").GetString()!, 64),
        Text.Bounded(root.GetProperty("person").GetString()!, 128),
        CanonicalAction.Time(root.GetProperty("time"))));
}
