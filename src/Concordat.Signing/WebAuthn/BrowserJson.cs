using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Concordat.Signing.WebAuthn;

/// <summary>Reads members of what a browser's <c>PublicKeyCredential.toJSON()</c> gives.</summary>
internal static class BrowserJson
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Reads base64url without padding.</summary>
    /// <exception cref="SigningFormatException">It is missing, too large or not base64url.</exception>
    public static byte[] Bytes(JsonElement parent, string name, int most)
    {
        var text = parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new SigningFormatException("webauthn_malformed", $"`{name}` is missing");
        if (text.Length > Base64Url.GetEncodedLength(most))
        {
            throw new SigningFormatException(WebAuthnFaults.TooLarge.Code, $"`{name}` has more than {most} bytes");
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Alphabet) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            ? bytes[..length]
            : throw new SigningFormatException("webauthn_malformed", $"`{name}` is not base64url");
    }

    public static JsonElement Response(JsonElement credential) =>
        credential.ValueKind == JsonValueKind.Object && credential.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Object
            ? response
            : throw new SigningFormatException("webauthn_malformed", "`response` is missing");

    /// <summary>Makes the fault of a reading: too large is its own answer.</summary>
    public static WebAuthnFault FaultOf(SigningFormatException fault) =>
        fault.Code == WebAuthnFaults.TooLarge.Code ? WebAuthnFaults.TooLarge : WebAuthnFaults.Malformed(fault.Message);
}
