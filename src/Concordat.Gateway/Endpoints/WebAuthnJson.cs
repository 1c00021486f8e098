using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Concordat.Gateway.Desk;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Endpoints;

/// <summary>Options as <c>PublicKeyCredential.parseRequestOptionsFromJSON</c> and <c>parseCreationOptionsFromJSON</c> read them (WebAuthn Level 3, section 5.1).</summary>
internal static class WebAuthnJson
{
    private static readonly CoseAlgorithm[] Algorithms = [CoseAlgorithm.EdDsa, CoseAlgorithm.Es256, CoseAlgorithm.Es384, CoseAlgorithm.Rs256];

    public static void WriteRequest(Utf8JsonWriter json, ChallengeAnswer answer) =>
        SigningOptions.Write(json, DecisionStatement.PayloadType, answer.Payload, answer.Party!, answer.Credentials);

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
        json.WriteNumber("timeout", SigningOptions.Patience);
        SigningOptions.Write(json, "excludeCredentials", answer.Present);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
