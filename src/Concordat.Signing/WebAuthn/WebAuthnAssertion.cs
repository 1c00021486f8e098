using System.Buffers.Text;
using System.Text.Json;

namespace Concordat.Signing.WebAuthn;

/// <summary>What an authenticator answers when it is asked to sign.</summary>
/// <param name="CredentialId">Which credential signed: 1 to 1,023 bytes.</param>
/// <param name="ClientDataJson">What the browser said, UTF-8.</param>
/// <param name="AuthenticatorData">What the authenticator said.</param>
/// <param name="Signature">Over the authenticator data and the SHA-256 of the client data.</param>
public sealed record WebAuthnAssertion(byte[] CredentialId, byte[] ClientDataJson, byte[] AuthenticatorData, byte[] Signature)
{
    private const int LongestId = 1023;
    private const int LongestSignature = 1024;

    /// <summary>Id of the credential as people and JSON write it.</summary>
    public string Id => Base64Url.EncodeToString(CredentialId);

    /// <summary>Reads what <c>PublicKeyCredential.toJSON()</c> gives; members that are not needed are skipped.</summary>
    /// <exception cref="SigningFormatException">A part is missing, too large or not base64url.</exception>
    public static WebAuthnAssertion Read(JsonElement json)
    {
        var id = BrowserJson.Bytes(json, "id", LongestId);
        var response = BrowserJson.Response(json);
        return new WebAuthnAssertion(
            id,
            BrowserJson.Bytes(response, "clientDataJSON", ClientData.MaxBytes),
            BrowserJson.Bytes(response, "authenticatorData", WebAuthn.AuthenticatorData.MaxBytes),
            BrowserJson.Bytes(response, "signature", LongestSignature));
    }

    /// <summary>Writes the same form, with what it needs and nothing else.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("rawId", Id);
        json.WriteString("type", "public-key");
        json.WriteStartObject("response");
        json.WriteString("clientDataJSON", Base64Url.EncodeToString(ClientDataJson));
        json.WriteString("authenticatorData", Base64Url.EncodeToString(AuthenticatorData));
        json.WriteString("signature", Base64Url.EncodeToString(Signature));
        json.WriteEndObject();
        json.WriteStartObject("clientExtensionResults");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
