using System.Collections.Immutable;
using System.Text.Json;

namespace Concordat.Signing.WebAuthn;

/// <summary>What an authenticator answers when it is asked for a new credential.</summary>
/// <param name="CredentialId">The new credential's id, as the browser says it.</param>
/// <param name="ClientDataJson">What the browser said, UTF-8.</param>
/// <param name="AttestationObject">What the authenticator said, CBOR.</param>
/// <param name="Transports">How the authenticator can be reached, such as <c>usb</c>; a hint for the next time.</param>
public sealed record WebAuthnRegistration(byte[] CredentialId, byte[] ClientDataJson, byte[] AttestationObject, ImmutableArray<string> Transports)
{
    /// <summary>Largest attestation object that is read, in bytes.</summary>
    public const int MaxAttestationBytes = 16 * 1024;

    private static readonly string[] KnownTransports = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

    /// <summary>Reads what <c>PublicKeyCredential.toJSON()</c> gives; members that are not needed are skipped.</summary>
    /// <exception cref="SigningFormatException">A part is missing, too large or not base64url.</exception>
    public static WebAuthnRegistration Read(JsonElement json)
    {
        var id = BrowserJson.Bytes(json, "id", 1023);
        var response = BrowserJson.Response(json);
        return new WebAuthnRegistration(
            id,
            BrowserJson.Bytes(response, "clientDataJSON", ClientData.MaxBytes),
            BrowserJson.Bytes(response, "attestationObject", MaxAttestationBytes),
            response.TryGetProperty("transports", out var transports) && transports.ValueKind == JsonValueKind.Array
                ? [.. KnownTransports.Where(known => transports.EnumerateArray().Any(said => said.ValueKind == JsonValueKind.String && said.ValueEquals(known)))]
                : []);
    }
}
