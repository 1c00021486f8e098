using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Concordat.Gateway.Desk;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Endpoints;

/// <summary>Options as <c>PublicKeyCredential.parseRequestOptionsFromJSON</c> and <c>parseCreationOptionsFromJSON</c> read them (WebAuthn Level 3, section 5.1).</summary>
internal static class WebAuthnJson
{
    /// <summary>How long a browser waits for the person, in milliseconds.</summary>
    private const int Patience = 120_000;

    private static readonly CoseAlgorithm[] Algorithms = [CoseAlgorithm.EdDsa, CoseAlgorithm.Es256, CoseAlgorithm.Es384, CoseAlgorithm.Rs256];

    public static void WriteRequest(Utf8JsonWriter json, ChallengeAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("payloadType", DecisionStatement.PayloadType);
        json.WriteBase64String("payload", answer.Payload);
        json.WriteStartObject("publicKey");
        json.WriteString("challenge", Base64Url.EncodeToString(PersonalStatement.ChallengeFor(answer.Payload)));
        json.WriteString("rpId", answer.Party!.Id);
        json.WriteString("userVerification", "required");
        json.WriteNumber("timeout", Patience);
        WriteCredentials(json, "allowCredentials", answer.Credentials);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteCreation(Utf8JsonWriter json, EnrolmentAnswer answer)
    {
        var invitation = answer.Invitation!;
        json.WriteStartObject();
        json.WriteString("approver", invitation.Approver);
        json.WriteString("role", invitation.Role);
        json.WriteString("party", invitation.Party);
        json.WriteString("expires", invitation.Expires);
        json.WriteStartObject("publicKey");
        json.WriteString("challenge", Base64Url.EncodeToString(answer.Challenge));
        json.WriteStartObject("rp");
        json.WriteString("id", answer.Party!.Id);
        json.WriteString("name", answer.Party.Id);
        json.WriteEndObject();
        json.WriteStartObject("user");
        json.WriteString("id", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(invitation.Id[..32])));
        json.WriteString("name", invitation.Approver);
        json.WriteString("displayName", answer.Name);
        json.WriteEndObject();
        json.WriteStartArray("pubKeyCredParams");
        foreach (var algorithm in Algorithms)
        {
            json.WriteStartObject();
            json.WriteString("type", "public-key");
            json.WriteNumber("alg", (int)algorithm);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("authenticatorSelection");
        json.WriteString("userVerification", "required");
        json.WriteString("residentKey", "discouraged");
        json.WriteEndObject();
        json.WriteString("attestation", "direct");
        json.WriteNumber("timeout", Patience);
        WriteCredentials(json, "excludeCredentials", answer.Present);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCredentials(Utf8JsonWriter json, string name, IEnumerable<Credential> credentials)
    {
        json.WriteStartArray(name);
        foreach (var credential in credentials)
        {
            json.WriteStartObject();
            json.WriteString("type", "public-key");
            json.WriteString("id", credential.Id);
            json.WriteStartArray("transports");
            foreach (var transport in credential.Transports)
            {
                json.WriteStringValue(transport);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
