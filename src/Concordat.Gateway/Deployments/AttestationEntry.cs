using Concordat.Attestation;
using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Deployments;

/// <summary>The entry that records what a deployment has proven, before it counts, or why nothing is; the document and its nonce are in it, to be checked again.</summary>
internal static class AttestationEntry
{
    private const int MostWords = 500;

    public static byte[] Write(EvidenceState state, EvidenceAttempt attempt, DateTimeOffset now)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        if (attempt.Proven is null && attempt.Because is { } because)
        {
            json.Member("because"u8, because.Length <= MostWords ? because : because[..MostWords]);
        }

        json.Member("deployment"u8, state.Deployment.Name);
        if (attempt.Proven is null)
        {
            json.Member("error"u8, attempt.Fault!);
        }

        json.Name("facts"u8);
        json.BeginObject();
        if (attempt.Proven is { } proven)
        {
            json.Member("document"u8, Convert.ToBase64String(attempt.Document!));
            json.Member("evidence"u8, proven.Hash);
            json.Name("expires"u8);
            json.Time(proven.Expires);
        }

        json.Member("kind"u8, EvidenceKinds.NameOf(state.Demand.Kind));
        json.Member("level"u8, (attempt.Proven?.Level ?? (attempt.Result is null ? state.At(now)?.Level : null) ?? AssuranceLevel.A0).ToString());
        if (attempt is { Proven: not null, Nonce: { } nonce })
        {
            json.Member("nonce"u8, Convert.ToHexStringLower(nonce));
        }

        json.EndObject();
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "attestation");
        json.Member("v"u8, 1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
