using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Oversight.Credentials;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Desk;

/// <summary>The entries that record how hardware keys come and go: who was invited by which party, what was enrolled, what was retired.</summary>
internal sealed record ApproverEntry(string Act, string Agreement, string Safeguards, DateTimeOffset Now)
{
    /// <summary>Why it does not count; null where it is being counted.</summary>
    public string? Error { get; init; }

    /// <param name="envelope">The invitation as the party signed it.</param>
    public byte[] Invited(Invitation invitation, DsseEnvelope envelope) => Write(json =>
    {
        Person(json, invitation.Approver, invitation.Role, invitation.Party, invitation.InvitedBy);
        json.WriteString("invitation", invitation.Id);
        Signed(json, envelope);
    });

    /// <param name="registration">What the authenticator said: it signed the SHA-256 of the invitation.</param>
    public byte[] Enrolled(Credential credential, Invitation invitation, WebAuthnRegistration registration) => Write(json =>
    {
        Person(json, credential.Approver, credential.Role, credential.Party, credential.InvitedBy);
        Key(json, credential);
        json.WriteStartObject("authenticator");
        json.WriteString("model", credential.Model);
        json.WriteBoolean("attested", credential.IsAttested);
        json.WriteBase64String("attestation", registration.AttestationObject);
        json.WriteEndObject();
        json.WriteString("invitation", credential.Invitation);
        json.WriteBase64String("client_data", registration.ClientDataJson);
        json.WriteString("statement", Convert.ToHexStringLower(SHA256.HashData(DsseEnvelope.Parse(invitation.Statement.Span).Payload)));
    });

    /// <param name="envelope">The retirement as the party signed it.</param>
    public byte[] Retired(Credential credential, string reason, string by, DsseEnvelope envelope) => Write(json =>
    {
        Person(json, credential.Approver, credential.Role, credential.Party, by);
        Key(json, credential);
        json.WriteString("because", reason);
        Signed(json, envelope);
    });

    private static void Person(Utf8JsonWriter json, string approver, string role, string party, string by)
    {
        json.WriteString("approver", approver);
        json.WriteString("role", role);
        json.WriteString("party", party);
        json.WriteString("by", by);
    }

    private static void Key(Utf8JsonWriter json, Credential credential)
    {
        json.WriteString("credential", credential.Id);
        json.WriteString("approver_key", credential.KeyId);
    }

    private static void Signed(Utf8JsonWriter json, DsseEnvelope envelope)
    {
        json.WriteString("statement", Convert.ToHexStringLower(SHA256.HashData(envelope.Payload)));
        json.WriteBase64String("signature", envelope.Signatures[0].Signature);
    }

    private byte[] Write(Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("type", "approver");
            json.WriteString("time", Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("act", Act);
            json.WriteString("agreement", Agreement);
            json.WriteString("safeguards", Safeguards);
            if (Error is not null)
            {
                json.WriteString("error", Error);
            }

            members(json);
            json.WriteEndObject();
        }

        return CanonicalJson.Canonicalize(output.WrittenSpan);
    }
}
