using Concordat.Gateway.Recording;
using Concordat.Oversight.Reports;

namespace Concordat.Gateway.Reports;

/// <summary>The entries that record a report of a false positive, and how a reviewer settled it. They name the verdict by its index and say nothing of its content.</summary>
internal sealed record ReportEntry(string Agreement, string Safeguards, DateTimeOffset Now)
{
    public byte[] Reported(DecisionReport report) => Write("reported", report, reviewer: null);

    /// <param name="reviewer">Who settled it: id, role and side.</param>
    public byte[] Settled(DecisionReport report, ReportState to, (string Id, string Role, string Party) reviewer) => Write(ReportNames.Of(to), report, reviewer);

    private byte[] Write(string act, DecisionReport report, (string Id, string Role, string Party)? reviewer)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("act"u8, act);
        json.Member("agreement"u8, Agreement);
        if (reviewer is { } by)
        {
            json.Member("approver"u8, by.Id);
        }

        json.Name("decision"u8);
        json.Long(report.Entry);
        json.Member("key"u8, report.Key);
        if (reviewer is { } from)
        {
            json.Member("party"u8, from.Party);
        }

        json.Member("reason"u8, ReportNames.Of(report.Reason));
        if (reviewer is { } role)
        {
            json.Member("role"u8, role.Role);
        }

        json.Member("safeguards"u8, Safeguards);
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
