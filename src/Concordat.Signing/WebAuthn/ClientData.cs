using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Concordat.Signing.WebAuthn;

/// <summary>What the browser says of the ceremony: for what, over which challenge, on which page (WebAuthn Level 3, section 5.8.1).</summary>
internal static class ClientData
{
    /// <summary>Largest that is read, in bytes.</summary>
    public const int MaxBytes = 4096;

    public const string Create = "webauthn.create";
    public const string Get = "webauthn.get";

    /// <returns>Null where it is for this challenge, made on a page of ours.</returns>
    public static WebAuthnFault? Check(byte[] json, string type, ReadOnlySpan<byte> challenge, RelyingParty party)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            var root = parsed.RootElement;
            var origin = root.GetProperty("origin").GetString() ?? "";
            Span<byte> said = stackalloc byte[64];
            var text = root.GetProperty("challenge").GetString() ?? "";
            return root.GetProperty("type").GetString() != type ? WebAuthnFaults.WrongType
                : !party.Origins.Contains(origin, StringComparer.Ordinal) ? WebAuthnFaults.ForeignOrigin(origin)
                : (root.TryGetProperty("crossOrigin", out var cross) && cross.ValueKind != JsonValueKind.False) || root.TryGetProperty("topOrigin", out _) ? WebAuthnFaults.CrossOrigin
                : text.Length > 64 || !Base64Url.TryDecodeFromChars(text, said, out var length)
                    || !CryptographicOperations.FixedTimeEquals(said[..length], challenge) ? WebAuthnFaults.WrongChallenge
                : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return WebAuthnFaults.Malformed("the client data is not the JSON that browsers write");
        }
    }
}
