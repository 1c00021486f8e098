using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Concordat.Attestation.Tokens;

/// <summary>The pinned keys of a token service: a JSON Web Key Set from a file, never one that a token points at (RFC 7517). Thread-safe.</summary>
public sealed class TokenKeys
{
    /// <summary>Largest set that is read, in bytes.</summary>
    public const int MostBytes = 256 * 1024;

    private const int MostKeys = 200;
    private const int LeastRsaBits = 2048;

    private readonly FrozenDictionary<string, byte[]> _keys; // SPKI by id

    private TokenKeys(Dictionary<string, byte[]> keys) => _keys = keys.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Reads a set; keys of other kinds, and those that do not sign, are passed over.</summary>
    /// <exception cref="FormatException">It is not a set, or holds no key that counts.</exception>
    public static TokenKeys Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MostBytes)
        {
            throw new FormatException($"a key set has at most {MostBytes} bytes");
        }

        try
        {
            using var set = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var key in set.RootElement.GetProperty("keys").EnumerateArray())
            {
                if (keys.Count == MostKeys)
                {
                    throw new FormatException($"a key set has at most {MostKeys} keys");
                }

                if (Text(key, "kid") is { Length: > 0 } id && (Text(key, "use") ?? "sig") == "sig" && Spki(key) is { } spki && !keys.TryAdd(id, spki))
                {
                    throw new FormatException($"the key set has two keys `{id}`");
                }
            }

            return keys.Count > 0 ? new TokenKeys(keys) : throw new FormatException("the key set holds no RSA or EC P-384 key with a `kid`");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or CryptographicException)
        {
            throw new FormatException("it is not a JSON Web Key Set", fault);
        }
    }

    /// <summary>Whether the named key signed it under that algorithm.</summary>
    /// <returns>Null where the set has no such key.</returns>
    internal bool? Verify(string id, string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (!_keys.TryGetValue(id, out var spki))
        {
            return null;
        }

        if (algorithm == "RS256")
        {
            using var rsa = RSA.Create();
            return Imports(rsa, spki) && rsa.KeySize >= LeastRsaBits && rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var ec = ECDsa.Create();
        return Imports(ec, spki) && ec.KeySize == 384
            && ec.VerifyData(signed, signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>A key of the other kind does not import: a token cannot choose how its key is used.</summary>
    private static bool Imports(AsymmetricAlgorithm key, byte[] spki)
    {
        try
        {
            key.ImportSubjectPublicKeyInfo(spki, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? Spki(JsonElement key)
    {
        switch (Text(key, "kty"))
        {
            case "RSA" when Text(key, "n") is { } modulus && Text(key, "e") is { } exponent:
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Jws.Decode(modulus), Exponent = Jws.Decode(exponent) }))
                {
                    return rsa.ExportSubjectPublicKeyInfo();
                }

            case "RSA" when key.TryGetProperty("x5c", out var chain) && chain.GetArrayLength() > 0:
                using (var certificate = X509CertificateLoader.LoadCertificate(chain[0].GetBytesFromBase64()))
                {
                    return certificate.PublicKey.ExportSubjectPublicKeyInfo();
                }

            case "EC" when Text(key, "crv") == "P-384" && Text(key, "x") is { } x && Text(key, "y") is { } y:
                using (var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = new ECPoint { X = Jws.Decode(x), Y = Jws.Decode(y) } }))
                {
                    return ec.ExportSubjectPublicKeyInfo();
                }

            default:
                return null;
        }
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
