using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Concordat.Attestation.Tokens;

/// <summary>A signed token in compact form (RFC 7515), read without believing any address in it.</summary>
internal static class Jws
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Checks the signature by a pinned key and gives back the claims; the caller disposes them.</summary>
    /// <param name="algorithm">The only algorithm that counts, <c>RS256</c> or <c>ES384</c>.</param>
    public static JsonDocument Verify(string token, TokenKeys keys, string algorithm)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            throw EvidenceException.Malformed("it is not a token of three parts");
        }

        using (var header = Parse(parts[0]))
        {
            CheckHeader(header.RootElement, algorithm);
            var id = Text(header.RootElement, "kid") ?? throw EvidenceException.Malformed("its header names no key");
            switch (keys.Verify(id, algorithm, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Decode(parts[2])))
            {
                case null:
                    throw new EvidenceException(EvidenceFault.Chain, $"its key `{(id.Length <= 100 ? id : id[..100])}` is not pinned");
                case false:
                    throw new EvidenceException(EvidenceFault.Signature, "its signature is not that of the key it names");
                default:
                    break;
            }
        }

        return Parse(parts[1]);
    }

    /// <summary>Base64url without padding, in the one form that its bytes have.</summary>
    public static byte[] Decode(string text)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return Base64Url.EncodeToString(bytes) == text ? bytes : throw EvidenceException.Malformed("a part of it is not plain base64url");
        }
        catch (FormatException fault)
        {
            throw EvidenceException.Malformed("a part of it is not base64url", fault);
        }
    }

    private static void CheckHeader(JsonElement header, string algorithm)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            throw EvidenceException.Malformed("its header is not an object");
        }

        if (Text(header, "alg") is var named && named != algorithm)
        {
            throw new EvidenceException(EvidenceFault.Algorithm, $"it is signed under another algorithm than {algorithm}");
        }

        if (header.TryGetProperty("crit", out _))
        {
            throw EvidenceException.Malformed("its header asks for something that this program does not know");
        }
    }

    private static JsonDocument Parse(string part)
    {
        try
        {
            return JsonDocument.Parse(Decode(part), Strict);
        }
        catch (JsonException fault)
        {
            throw EvidenceException.Malformed("a part of it is not JSON", fault);
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
