using Concordat.Oversight.Grants;
using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Reports;

/// <summary>What a reviewer says about a reported verdict: the payload of a signed statement, canonical JSON.</summary>
/// <param name="Log">Origin of the log that holds the verdict, so that the statement counts at no other gateway.</param>
/// <param name="Decision">Index of the verdict in that log.</param>
/// <param name="Outcome"><see cref="ReportState.Upheld"/> or <see cref="ReportState.Dismissed"/>.</param>
/// <param name="Approver">Who says it.</param>
/// <param name="Time">When it was signed.</param>
public sealed record SettlementStatement(string Log, long Decision, ReportState Outcome, string Approver, DateTimeOffset Time)
{
    public const string Format = "concordat-settlement/1";

    /// <summary>Media type of the payload; part of what is signed, so that it never passes for a decision on a case.</summary>
    public const string PayloadType = "application/vnd.concordat.settlement+json";

    private const int Members = 6;

    public byte[] ToPayload() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("approver", Approver);
        json.WriteNumber("decision", Decision);
        json.WriteString("format", Format);
        json.WriteString("log", Log);
        json.WriteString("outcome", ReportNames.Of(Outcome));
        json.WriteString("time", CanonicalAction.Text(Time));
        json.WriteEndObject();
    }));

    /// <summary>Reads a payload whose signature was found valid.</summary>
    /// <exception cref="FormatException">It is not a statement of this version.</exception>
    public static SettlementStatement Read(ReadOnlyMemory<byte> payload) => StatementPayload.Read(
        payload, Format, Members, "the payload is not a settlement", static root =>
            ReportNames.ParseOutcome(root.GetProperty("outcome").GetString()!) is { } outcome && root.GetProperty("decision").TryGetInt64(out var decision) && decision >= 0
            ? new SettlementStatement(
                Text.Bounded(root.GetProperty("log").GetString()!, 256),
                decision,
                outcome,
                Text.Bounded(root.GetProperty("approver").GetString()!, 128),
                CanonicalAction.Time(root.GetProperty("time")))
            : throw new FormatException("the payload is not a settlement of this version"));
}
