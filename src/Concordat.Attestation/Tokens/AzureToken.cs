using System.Collections.Immutable;
using System.Text;
using Concordat.Attestation.Checking;

namespace Concordat.Attestation.Tokens;

/// <summary>Checks tokens of Microsoft Azure Attestation for confidential machines of AMD SEV-SNP and Intel TDX.</summary>
/// <remarks>Source: Azure Attestation, "Claim sets" and "Examples of an attestation token". The token does not say where the machine is.</remarks>
internal static class AzureToken
{
    private static readonly (string Type, string Prefix)[] Kinds = [("sevsnpvm", "x-ms-sevsnpvm-"), ("tdxvm", "x-ms-tdx-")];

    public static ProvenEvidence Verify(ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now)
    {
        using var token = Jws.Verify(TokenText.Of(document), TokenText.KeysOf(demand), "RS256");
        var claims = new TokenClaims(token.RootElement);
        claims.CheckIssuer(demand);
        claims.CheckAudience(demand);
        var expires = claims.Expiry(demand, now);
        CheckNonce(demand, claims);

        // A guest's own token carries the claims of the hardware below `x-ms-isolation-tee`; one for the hardware alone has them at its top.
        string[] place = claims.At("x-ms-isolation-tee") is null ? [] : ["x-ms-isolation-tee"];
        var type = claims.Text([.. place, "x-ms-attestation-type"]);
        var kind = Array.Find(Kinds, kind => kind.Type == type);
        if (kind.Type is null)
        {
            throw new EvidenceException(EvidenceFault.Verdict, $"it attests no confidential machine (`x-ms-attestation-type` is `{type}`)");
        }

        if (claims.Text([.. place, "x-ms-compliance-status"]) != "azure-compliant-cvm")
        {
            throw new EvidenceException(EvidenceFault.Verdict, "its issuer does not find the machine compliant");
        }

        var debuggable = kind.Type == "sevsnpvm" ? claims.Flag([.. place, "x-ms-sevsnpvm-is-debuggable"]) : claims.Flag([.. place, "tdx_td_attributes_debug"]);
        if (debuggable != false)
        {
            throw new EvidenceException(EvidenceFault.Debug, "it does not say that debugging is off");
        }

        var measurements = Measurements(claims, place);
        Demands.Measurements(demand, measurements);
        return new ProvenEvidence(
            EvidenceKind.AzureMaa, AssuranceLevel.A2, hash, expires, measurements,
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("hardware", kind.Type), KeyValuePair.Create("issuer", demand.Issuer!)]), []);
    }

    private static ImmutableSortedDictionary<string, string> Measurements(TokenClaims claims, string[] place)
    {
        (string Name, string Claim)[] all =
        [
            ("launch", "x-ms-sevsnpvm-launchmeasurement"), ("host-data", "x-ms-sevsnpvm-hostdata"), ("mrtd", "tdx_mrtd"),
        ];
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, claim) in all)
        {
            if (claims.Text([.. place, claim]) is { } value)
            {
                found[name] = value.ToLowerInvariant();
            }
        }

        if (claims.Text("x-ms-policy-hash") is { } policy)
        {
            found["policy"] = policy;
        }

        return found.ToImmutable();
    }

    /// <summary>The nonce is a claim of its own, or in what the guest handed in, in base64.</summary>
    private static void CheckNonce(EvidenceDemand demand, TokenClaims claims)
    {
        var inner = claims.Text("x-ms-runtime", "client-payload", "nonce");
        if (inner is null)
        {
            TokenClaims.CheckNonce(demand, claims.Texts("nonce"));
            return;
        }

        var bytes = new byte[inner.Length];
        TokenClaims.CheckNonce(demand, Convert.TryFromBase64String(inner, bytes, out var length) ? [Encoding.Latin1.GetString(bytes, 0, length)] : []);
    }
}
