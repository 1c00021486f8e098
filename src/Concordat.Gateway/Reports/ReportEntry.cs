using Concordat.Gateway.Desk;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Reports;

namespace Concordat.Gateway.Reports;

/// <summary>The entries that record a report of a false positive, and how a reviewer settled it. They name the verdict by its index and say nothing of its content.</summary>
internal sealed record ReportEntry(string Agreement, string Safeguards, DateTimeOffset Now)
{
    public byte[] Reported(DecisionReport report) => Write("reported", report, reviewer: null, signed: null);

    /// <param name="signed">The reviewer's statement; null where the console had them signed in.</param>
    public byte[] Settled(DecisionReport report, ReportState to, Approver reviewer, SignedSettlement? signed) => Write(ReportNames.Of(to), report, reviewer, signed);

    private byte[] Write(string act, DecisionReport report, Approver? reviewer, SignedSettlement? signed)
    {
        var (json, proof) = (new CanonicalWriter(), signed?.Proof);
        json.BeginObject();
        json.Member("act"u8, act);
        json.Member("agreement"u8, Agreement);
        if (reviewer is not null)
        {
            json.Member("approver"u8, reviewer.Id);
        }

        if (signed is not null)
        {
            json.Member("approver_key"u8, signed.Signer.KeyId);
        }

        if (proof is not null)
        {
            ProofMembers.Authenticator(json, proof);
            ProofMembers.Client(json, proof);
        }

        json.Name("decision"u8);
        json.Long(report.Entry);
        json.Member("key"u8, report.Key);
        if (reviewer is not null)
        {
            json.Member("party"u8, reviewer.Party);
        }

        json.Member("reason"u8, ReportNames.Of(report.Reason));
        if (reviewer is not null)
        {
            json.Member("role"u8, reviewer.Role);
        }

        json.Member("safeguards"u8, Safeguards);
        if (proof is not null)
        {
            ProofMembers.Signature(json, proof);
        }

        json.Name("time"u8);
        json.Time(Now);
        json.Member("type"u8, "report");
        json.Member("use_case"u8, report.UseCase);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
