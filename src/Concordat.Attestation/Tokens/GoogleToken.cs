using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Attestation.Checking;

namespace Concordat.Attestation.Tokens;

/// <summary>Checks tokens of Google Cloud Attestation for Confidential Space.</summary>
/// <remarks>Source: Confidential Space, "Attestation token claims". The zone of the machine shows its region.</remarks>
internal static class GoogleToken
{
    public const string Issuer = "https://confidentialcomputing.googleapis.com";

    public static ProvenEvidence Verify(ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now)
    {
        using var token = Jws.Verify(TokenText.Of(document), TokenText.KeysOf(demand), "RS256");
        var claims = new TokenClaims(token.RootElement);
        claims.CheckIssuer(demand);
        claims.CheckAudience(demand);
        var expires = claims.Expiry(demand, now);
        TokenClaims.CheckNonce(demand, claims.Texts("eat_nonce"));
        if (claims.Text("dbgstat") != "disabled-since-boot")
        {
            throw new EvidenceException(EvidenceFault.Debug, "it does not say that debugging was off since the start");
        }

        if (claims.Flag("secboot") != true || claims.Text("swname") != "CONFIDENTIAL_SPACE")
        {
            throw new EvidenceException(EvidenceFault.Verdict, "the machine did not start securely into Confidential Space");
        }

        var hardware = claims.Text("hwmodel");
        if (hardware is not ("GCP_AMD_SEV" or "GCP_AMD_SEV_ES" or "GCP_AMD_SEV_SNP" or "GCP_INTEL_TDX"))
        {
            throw new EvidenceException(EvidenceFault.Verdict, $"its hardware is `{hardware}`, which keeps no memory confidential");
        }

        var zone = claims.Text("submods", "gce", "zone") ?? "";
        var region = zone.LastIndexOf('-') is > 0 and var cut ? zone[..cut] : "nowhere";
        Demands.Region(demand, region);
        var measurements = Measurements(claims);
        Demands.Measurements(demand, measurements);
        return new ProvenEvidence(
            EvidenceKind.GoogleConfidentialSpace, AssuranceLevel.A2, hash, expires, measurements,
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create("hardware", hardware),
                KeyValuePair.Create("project", claims.Text("submods", "gce", "project_id") ?? "unknown"),
                KeyValuePair.Create("region", region),
                KeyValuePair.Create("zone", zone),
            ]),
            []);
    }

    private static ImmutableSortedDictionary<string, string> Measurements(TokenClaims claims)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (claims.Text("submods", "container", "image_digest") is { } image)
        {
            found["image"] = image;
        }

        if (claims.At("swversion") is { ValueKind: JsonValueKind.Array } versions && versions.GetArrayLength() == 1 && versions[0].ValueKind == JsonValueKind.String)
        {
            found["space"] = versions[0].GetString()!;
        }

        return found.ToImmutable();
    }
}
