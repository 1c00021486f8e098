using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Attestation.Tokens;

namespace Concordat.Tests.Kit;

/// <summary>A token service of our own: one RSA and one EC key.</summary>
internal sealed class MintedTokens : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public TokenKeys Keys => TokenKeys.Read(Encoding.UTF8.GetBytes(Set()));

    public string Set()
    {
        var rsa = _rsa.ExportParameters(false);
        var ec = _ec.ExportParameters(false);
        return $$"""
            {"keys":[
              {"kty":"RSA","kid":"rsa-1","use":"sig","alg":"RS256","n":"{{Base64Url.EncodeToString(rsa.Modulus)}}","e":"{{Base64Url.EncodeToString(rsa.Exponent)}}"},
              {"kty":"EC","kid":"ec-1","use":"sig","crv":"P-384","x":"{{Base64Url.EncodeToString(ec.Q.X)}}","y":"{{Base64Url.EncodeToString(ec.Q.Y)}}"},
              {"kty":"oct","kid":"secret","k":"AAAA"}
            ]}
            """;
    }

    public string Sign(string algorithm, JsonObject claims, string? header = null)
    {
        header ??= algorithm == "RS256" ? """{"alg":"RS256","kid":"rsa-1","typ":"JWT"}""" : """{"alg":"ES384","kid":"ec-1","typ":"JWT"}""";
        var signed = $"{Part(header)}.{Part(claims.ToJsonString())}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm == "RS256"
            ? _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : _ec.SignData(bytes, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Signs with the public RSA key as a secret, as for a verifier that lets the token choose.</summary>
    public string Confused(JsonObject claims)
    {
        var signed = $"{Part("""{"alg":"HS256","kid":"rsa-1"}""")}.{Part(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(_rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>A bundle of one device; <paramref name="device"/> is what its token says.</summary>
    public byte[] Bundle(JsonObject overall, JsonObject device, Func<string, string>? digestOf = null)
    {
        var inner = Sign("ES384", device);
        overall["submods"] = new JsonObject
        {
            ["GPU-0"] = new JsonArray("DIGEST", new JsonArray("SHA-256", (digestOf ?? Digest)(inner))),
        };
        return JsonSerializer.SerializeToUtf8Bytes(new JsonArray(new JsonArray("JWT", Sign("ES384", overall)), new JsonObject { ["GPU-0"] = inner }));
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    private static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
