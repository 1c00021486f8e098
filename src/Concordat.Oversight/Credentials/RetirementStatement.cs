using Concordat.Oversight.Grants;
using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Credentials;

/// <summary>What a party signs to retire a hardware key: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Credential">Id of the credential, base64url.</param>
/// <param name="Reason">Why, one line; it is recorded.</param>
/// <param name="Time">When it was signed.</param>
public sealed record RetirementStatement(string Credential, string Reason, DateTimeOffset Time)
{
    public const string Format = "concordat-retirement/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.retirement+json";

    /// <summary>Most characters of a reason.</summary>
    public const int MaxReason = 200;

    public DsseEnvelope Sign(SigningKey key) => DsseEnvelope.Create(PayloadType, ToPayload()).Sign(key);

    public byte[] ToPayload() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("credential", Credential);
        json.WriteString("reason", Reason);
        json.WriteString("time", CanonicalAction.Text(Time));
        json.WriteEndObject();
    }));

    /// <summary>Reads the payload of an envelope whose signature was found valid.</summary>
    /// <exception cref="FormatException">It is not a retirement of this version.</exception>
    public static RetirementStatement Read(ReadOnlyMemory<byte> payload) => StatementPayload.Read(payload, Format, 4, "the payload is not a retirement", static root => new RetirementStatement(
        Text.OneLine(root.GetProperty("credential").GetString()!, 1366),
        Text.OneLine(root.GetProperty("reason").GetString()!, MaxReason),
        CanonicalAction.Time(root.GetProperty("time"))));
}
