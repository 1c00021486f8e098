using System.Buffers.Text;
using System.Text.Json;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;

namespace Concordat.Oversight.Credentials;

/// <summary>What a browser needs to have a person's hardware key sign a statement: options as <c>parseRequestOptionsFromJSON</c> reads them (WebAuthn Level 3, section 5.1).</summary>
public static class SigningOptions
{
    /// <summary>How long a browser waits for the person, in milliseconds.</summary>
    public const int Patience = 120_000;

    /// <summary>Writes <c>payloadType</c>, <c>payload</c> and <c>publicKey</c>, whose challenge is the SHA-256 of the payload.</summary>
    /// <param name="credentials">The person's keys that count now.</param>
    public static void Write(Utf8JsonWriter json, string payloadType, byte[] payload, RelyingParty party, IEnumerable<Credential> credentials)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(party);
        json.WriteStartObject();
        json.WriteString("payloadType", payloadType);
        json.WriteBase64String("payload", payload);
        json.WriteStartObject("publicKey");
        json.WriteString("challenge", Base64Url.EncodeToString(PersonalStatement.ChallengeFor(payload)));
        json.WriteString("rpId", party.Id);
        json.WriteString("userVerification", "required");
        json.WriteNumber("timeout", Patience);
        Write(json, "allowCredentials", credentials);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes credentials as browsers name them.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<Credential> credentials)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(credentials);
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
