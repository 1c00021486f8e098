using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Attestation.Tokens;
using Concordat.Tests.Kit;

namespace Concordat.Attestation.Tests;

/// <summary>Tokens of the three services, minted by keys of our own: real ones are of no use without their services.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Azure = "https://example.weu.attest.azure.net";
    private const string Nvidia = "https://nras.attestation.nvidia.com";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Nonce = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly MintedTokens _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public void A_token_of_azure_for_a_confidential_guest_is_proven()
    {
        var proven = Proven(EvidenceKind.AzureMaa, AzureClaims());

        Assert.Equal(AssuranceLevel.A2, proven.Level);
        Assert.Equal("ab", proven.Measurements["launch"]);
        Assert.Equal(Now.AddMinutes(30), proven.Expires);
    }

    [Fact]
    public void A_token_of_google_is_proven_with_its_region()
    {
        var proven = Proven(EvidenceKind.GoogleConfidentialSpace, GoogleClaims());

        Assert.Equal("us-central1", proven.Details["region"]);
        Assert.Equal("sha256:ab", proven.Measurements["image"]);
    }

    [Fact]
    public void A_bundle_of_nvidia_is_proven()
    {
        var result = EvidenceVerifier.Verify(_service.Bundle(NvidiaClaims(), DeviceClaims()), Demand(EvidenceKind.NvidiaNras), Now);

        Assert.Null(result.Because);
        Assert.Equal("GH100", result.Proven!.Measurements["gpu-0-model"]);
    }

    [Theory]
    [InlineData("iss", "\"https://evil.weu.attest.azure.net\"", EvidenceFault.Issuer)]
    [InlineData("aud", "\"others\"", EvidenceFault.Audience)]
    [InlineData("aud", "[\"concordat\",\"others\"]", EvidenceFault.Audience)]
    [InlineData("exp", "1700000000", EvidenceFault.Expired)]
    [InlineData("iat", "1700000000", EvidenceFault.Expired)]
    [InlineData("iat", "1900000000", EvidenceFault.NotYetValid)]
    [InlineData("nbf", "1900000000", EvidenceFault.NotYetValid)]
    [InlineData("exp", "\"soon\"", EvidenceFault.Malformed)]
    [InlineData("exp", null, EvidenceFault.Malformed)]
    [InlineData("iat", null, EvidenceFault.Malformed)]
    [InlineData("nonce", "\"00\"", EvidenceFault.Nonce)]
    [InlineData("nonce", null, EvidenceFault.Nonce)]
    [InlineData("x-ms-isolation-tee", """{"x-ms-attestation-type":"sevsnpvm","x-ms-compliance-status":"azure-compliant-cvm","x-ms-sevsnpvm-is-debuggable":true}""", EvidenceFault.Debug)]
    [InlineData("x-ms-isolation-tee", """{"x-ms-attestation-type":"sevsnpvm","x-ms-compliance-status":"azure-compliant-cvm"}""", EvidenceFault.Debug)]
    [InlineData("x-ms-isolation-tee", """{"x-ms-attestation-type":"sevsnpvm","x-ms-compliance-status":"no","x-ms-sevsnpvm-is-debuggable":false}""", EvidenceFault.Verdict)]
    [InlineData("x-ms-isolation-tee", """{"x-ms-attestation-type":"azurevm","x-ms-compliance-status":"azure-compliant-cvm"}""", EvidenceFault.Verdict)]
    [InlineData("x-ms-isolation-tee", null, EvidenceFault.Verdict)]
    public void A_token_of_azure_that_says_something_else_is_refused(string claim, string? value, EvidenceFault fault)
    {
        var claims = AzureClaims();
        Set(claims, claim, value);

        Assert.Equal(fault, FaultOf(EvidenceKind.AzureMaa, _service.Sign("RS256", claims)));
    }

    [Theory]
    [InlineData("dbgstat", "\"enabled\"", EvidenceFault.Debug)]
    [InlineData("dbgstat", null, EvidenceFault.Debug)]
    [InlineData("secboot", "false", EvidenceFault.Verdict)]
    [InlineData("swname", "\"GCE\"", EvidenceFault.Verdict)]
    [InlineData("hwmodel", "\"GCP_SHIELDED_VM\"", EvidenceFault.Verdict)]
    [InlineData("eat_nonce", "[\"aaaaaaaaaaaa\"]", EvidenceFault.Nonce)]
    [InlineData("submods", """{"gce":{"zone":"europe-west4-a"},"container":{"image_digest":"sha256:ab"}}""", EvidenceFault.Region)]
    [InlineData("submods", """{"gce":{"zone":"us-central1-a"},"container":{"image_digest":"sha256:cd"}}""", EvidenceFault.Measurement)]
    [InlineData("submods", null, EvidenceFault.Region)]
    public void A_token_of_google_that_says_something_else_is_refused(string claim, string? value, EvidenceFault fault)
    {
        var claims = GoogleClaims();
        Set(claims, claim, value);

        Assert.Equal(fault, FaultOf(EvidenceKind.GoogleConfidentialSpace, _service.Sign("RS256", claims)));
    }

    [Theory]
    [InlineData(true, "x-nvidia-overall-att-result", "false", EvidenceFault.Verdict)]
    [InlineData(true, "eat_nonce", "\"00\"", EvidenceFault.Nonce)]
    [InlineData(false, "eat_nonce", "\"00\"", EvidenceFault.Nonce)]
    [InlineData(false, "measres", "\"fail\"", EvidenceFault.Verdict)]
    [InlineData(false, "dbgstat", "\"enabled\"", EvidenceFault.Debug)]
    [InlineData(false, "secboot", "false", EvidenceFault.Debug)]
    [InlineData(false, "exp", "1700000000", EvidenceFault.Expired)]
    [InlineData(false, "iss", "\"https://evil.example\"", EvidenceFault.Issuer)]
    public void A_bundle_of_nvidia_that_says_something_else_is_refused(bool overall, string claim, string value, EvidenceFault fault)
    {
        var (whole, device) = (NvidiaClaims(), DeviceClaims());
        Set(overall ? whole : device, claim, value);

        Assert.Equal(fault, EvidenceVerifier.Verify(_service.Bundle(whole, device), Demand(EvidenceKind.NvidiaNras), Now).Fault);
    }

    [Fact]
    public void A_device_that_the_overall_token_does_not_name_is_refused() => Assert.Equal(
        EvidenceFault.Signature,
        EvidenceVerifier.Verify(_service.Bundle(NvidiaClaims(), DeviceClaims(), _ => new string('0', 64)), Demand(EvidenceKind.NvidiaNras), Now).Fault);

    [Fact]
    public void A_token_cannot_choose_its_algorithm()
    {
        var claims = AzureClaims();

        Assert.Equal(EvidenceFault.Algorithm, FaultOf(EvidenceKind.AzureMaa, _service.Confused(claims)));
        Assert.Equal(EvidenceFault.Algorithm, FaultOf(EvidenceKind.AzureMaa, _service.Sign("RS256", claims, """{"alg":"none","kid":"rsa-1"}""")));
        Assert.Equal(EvidenceFault.Algorithm, FaultOf(EvidenceKind.AzureMaa, _service.Sign("ES384", claims)));
        Assert.Equal(EvidenceFault.Signature, FaultOf(EvidenceKind.AzureMaa, _service.Sign("ES384", claims, """{"alg":"RS256","kid":"ec-1"}""")));
    }

    [Fact]
    public void Keys_that_are_not_pinned_do_not_count_wherever_a_token_points()
    {
        using var other = new MintedTokens();
        var claims = AzureClaims();

        Assert.Equal(EvidenceFault.Signature, FaultOf(EvidenceKind.AzureMaa, other.Sign("RS256", claims)));
        Assert.Equal(
            EvidenceFault.Chain,
            FaultOf(EvidenceKind.AzureMaa, other.Sign("RS256", claims, """{"alg":"RS256","kid":"their-own","jku":"https://evil.example/certs"}""")));
        Assert.Equal(EvidenceFault.Malformed, FaultOf(EvidenceKind.AzureMaa, _service.Sign("RS256", claims, """{"alg":"RS256","kid":"rsa-1","crit":["b64"],"b64":false}""")));
    }

    [Fact]
    public void No_character_of_a_token_can_be_changed()
    {
        var token = _service.Sign("RS256", AzureClaims());
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.True(EvidenceVerifier.Verify(Encoding.ASCII.GetBytes(changed), Demand(EvidenceKind.AzureMaa), Now).Fault is not null, $"character {i} can be changed");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]}""")]
    [InlineData("not json")]
    public void A_key_set_without_a_key_that_counts_is_refused(string json) =>
        Assert.Throws<FormatException>(() => TokenKeys.Read(Encoding.UTF8.GetBytes(json)));

    private static void Set(JsonObject claims, string claim, string? value)
    {
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = JsonNode.Parse(value);
        }
    }

    private static JsonObject Common(string issuer, string nonce) => new()
    {
        ["iss"] = issuer,
        ["aud"] = "concordat",
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["nbf"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.AddMinutes(30).ToUnixTimeSeconds(),
        [nonce] = Convert.ToHexStringLower(Nonce),
    };

    private static JsonObject AzureClaims()
    {
        var claims = Common(Azure, "nonce");
        claims["x-ms-isolation-tee"] = new JsonObject
        {
            ["x-ms-attestation-type"] = "sevsnpvm",
            ["x-ms-compliance-status"] = "azure-compliant-cvm",
            ["x-ms-sevsnpvm-is-debuggable"] = false,
            ["x-ms-sevsnpvm-launchmeasurement"] = "AB",
        };
        return claims;
    }

    private static JsonObject GoogleClaims()
    {
        var claims = Common(GoogleToken.Issuer, "eat_nonce");
        claims["dbgstat"] = "disabled-since-boot";
        claims["secboot"] = true;
        claims["swname"] = "CONFIDENTIAL_SPACE";
        claims["hwmodel"] = "GCP_AMD_SEV";
        claims["submods"] = JsonNode.Parse("""{"gce":{"zone":"us-central1-a","project_id":"p"},"container":{"image_digest":"sha256:ab"}}""");
        return claims;
    }

    private static JsonObject NvidiaClaims()
    {
        var claims = Common(Nvidia, "eat_nonce");
        claims["x-nvidia-overall-att-result"] = true;
        return claims;
    }

    private static JsonObject DeviceClaims()
    {
        var claims = Common(Nvidia, "eat_nonce");
        claims["measres"] = "success";
        claims["dbgstat"] = "disabled";
        claims["secboot"] = true;
        claims["hwmodel"] = "GH100";
        return claims;
    }

    private EvidenceDemand Demand(EvidenceKind kind) => new()
    {
        Kind = kind,
        Nonce = Nonce,
        Audience = "concordat",
        Issuer = kind switch { EvidenceKind.AzureMaa => Azure, EvidenceKind.NvidiaNras => Nvidia, _ => GoogleToken.Issuer },
        Keys = _service.Keys,
        Region = kind == EvidenceKind.GoogleConfidentialSpace ? "us-central1" : null,
        Measurements = kind == EvidenceKind.GoogleConfidentialSpace
            ? new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal) { ["image"] = FrozenSet.Create(StringComparer.Ordinal, "sha256:ab") }.ToFrozenDictionary(StringComparer.Ordinal)
            : FrozenDictionary<string, FrozenSet<string>>.Empty,
    };

    private EvidenceFault? FaultOf(EvidenceKind kind, string token) => EvidenceVerifier.Verify(Encoding.ASCII.GetBytes(token), Demand(kind), Now).Fault;

    private ProvenEvidence Proven(EvidenceKind kind, JsonObject claims)
    {
        var result = EvidenceVerifier.Verify(Encoding.ASCII.GetBytes(_service.Sign("RS256", claims)), Demand(kind), Now);
        Assert.Null(result.Because);
        return result.Proven!;
    }
}
