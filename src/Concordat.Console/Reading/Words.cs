using System.Globalization;
using Concordat.Console.Data;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Reports;

namespace Concordat.Console.Reading;

/// <summary>The console's plain words for verdicts, remedies and states.</summary>
internal static class Words
{
    public static string Of(VerdictWord verdict) => verdict switch
    {
        VerdictWord.Permit => "permitted",
        VerdictWord.Hold => "held",
        VerdictWord.Refuse => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "not a verdict"),
    };

    /// <summary>The class in the stylesheet.</summary>
    public static string Tone(VerdictWord verdict) => verdict switch
    {
        VerdictWord.Permit => "permit",
        VerdictWord.Hold => "hold",
        _ => "refuse",
    };

    public static string Tone(OrderStanding standing) => standing switch
    {
        OrderStanding.None => "quiet",
        OrderStanding.Restriction => "hold",
        _ => "refuse",
    };

    /// <summary>What an order in force means for a use that it covers.</summary>
    public static string Of(OrderStanding standing) => standing switch
    {
        OrderStanding.None => "not in force",
        OrderStanding.Restriction => "restricted",
        OrderStanding.Suspension => "suspended",
        _ => "stopped",
    };

    public static string Tone(CaseState state) => state switch
    {
        CaseState.Open => "hold",
        CaseState.Granted or CaseState.Consumed => "permit",
        CaseState.Denied => "refuse",
        _ => "quiet",
    };

    /// <summary>A sign beside the word, so that colour is not needed.</summary>
    public static string Sign(string tone) => tone switch
    {
        "permit" => "✓",
        "hold" => "‖",
        "refuse" => "✕",
        _ => "–",
    };

    /// <summary>What a permit with notice means.</summary>
    public const string WithNotice = "Goes on with notice: the work is certified, and the agreement lets it go on until people have ruled on this grey area.";

    /// <summary>Whether certified work goes on in spite of a grey area.</summary>
    public static bool GoesOn(VerdictWord verdict, string? remedy) => verdict == VerdictWord.Permit && remedy is "ruling";

    public static string WaitsFor(string? remedy) => remedy switch
    {
        "authorize" => "an accountable person must authorize exactly this act, by signature",
        "ruling" => "the reviewer panel of both parties must rule on this grey area",
        "mask" => "persons stay masked until someone with the right to see them asks",
        _ => "a person must act",
    };

    public static string WaitsFor(CaseType type) => WaitsFor(CaseNames.Of(type));

    public static string Needs(CaseType type) => type switch
    {
        CaseType.Authorize => "needs a person's authorization",
        CaseType.Ruling => "needs a ruling",
        CaseType.Mask => "needs masking",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a case type"),
    };

    public static string Noun(CaseType type) => type switch
    {
        CaseType.Authorize => "an authorization",
        CaseType.Ruling => "a ruling",
        CaseType.Mask => "masking",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a case type"),
    };

    /// <summary>What follows when the last signature is there.</summary>
    public static string After(CaseType type) => type switch
    {
        CaseType.Authorize =>
            "With the last signature the case is granted. The client sends the same request again with this case's id; exactly this action passes, once. "
            + "One denial ends the case.",
        CaseType.Ruling =>
            "With the last signature the ruling stands. The client sends the same request again with this case's id; exactly this passes, once. One denial ends the case.",
        _ => "With the last signature the client may send the same request again with this case's id; it passes once. One denial ends the case.",
    };

    public static string Of(ReportReason reason) => reason switch
    {
        ReportReason.Misread => "what was found is not in the text",
        ReportReason.Permitted => "what was found should be permitted",
        _ => "no reason given",
    };

    public static string Done(CaseDecision decision) => decision switch
    {
        CaseDecision.Grant => "granted",
        CaseDecision.Deny => "denied",
        CaseDecision.Withdraw => "withdrew",
        CaseDecision.Revoke => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "not a decision"),
    };

    public static string Consequence(ClauseView clause) => clause.Permits ? "refused" : clause.Remedy switch
    {
        "refuse" => "refused",
        "authorize" => "held for a person's authorization",
        "ruling" => "held for a ruling",
        "mask" => "held with persons masked",
        _ => clause.Remedy,
    };

    public static string On(string on) => on switch
    {
        "request" => "request to a model",
        "answer" => "answer of a model",
        "toolCall" => "tool call",
        _ => on,
    };

    public static string Meaning(CaseState state) => state switch
    {
        CaseState.Open => "The action was stopped before it had any effect. It waits for a decision.",
        CaseState.Granted => "Exactly this action was granted. It can go through once.",
        CaseState.Denied => "A person denied this action. Nothing went through.",
        CaseState.Withdrawn => "The case was withdrawn before it was decided. Nothing went through.",
        CaseState.Expired => "Nobody decided, or nobody used the grant, in time. Nothing went through.",
        CaseState.Consumed => "Exactly this action was granted and went through, once. It cannot again.",
        CaseState.Revoked => "The grant was taken back before it was used. Nothing went through.",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state"),
    };

    /// <summary>What the state of a case means.</summary>
    public static string Meaning(Case held) => held.IsSuperseded
        ? "The agreement that it was opened under is no longer in force. Nothing went through; the request is decided anew when it is sent again."
        : held.IsTakenBack ? "Whoever asked took it back; nobody decided."
        : Meaning(held.State);

    /// <summary>What a type of entry records.</summary>
    public static string Entry(string type) => type switch
    {
        "decision" => "verdict on a request",
        "shadow" => "verdict on a copy for a candidate",
        "migration" => "a step of a migration",
        "comparison" => "a candidate's answer compared",
        "outcome" => "verdict on an answer",
        "rejection" => "a request that came to no verdict",
        "preflight" => "verdict before sending",
        "case-decision" => "a person's decision",
        "configuration" => "a configuration in force",
        "report" => "a report of a false positive",
        "suites" => "certified suites, and what turns them",
        "readiness" => "how far a use case is let out",
        "api-key" => "a change of an API key",
        "escalation" => "a case that waits too long",
        "case-end" => "a case that nobody decided",
        _ => type,
    };

    public static string Assurance(string level) => level switch
    {
        "A0" => "A0: no evidence",
        "A1" => "A1: the vendor's signed word",
        "A2" => "A2: the cloud's token",
        "A3" => "A3: hardware evidence",
        _ => level,
    };

    public static string Percent(double share) => share.ToString(share is > 0 and < 0.1 ? "P1" : "P0", CultureInfo.InvariantCulture);

    public static string Share(long part, long whole) => whole == 0 ? "" : Percent((double)part / whole);

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.ToUniversalTime().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its largest unit, as people say it.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => $"{(int)span.TotalDays} days",
        { TotalHours: >= 2 } => $"{(int)span.TotalHours} hours",
        { TotalMinutes: >= 2 } => $"{(int)span.TotalMinutes} minutes",
        { TotalMinutes: >= 1 } => "a minute",
        _ => "less than a minute",
    };
}
