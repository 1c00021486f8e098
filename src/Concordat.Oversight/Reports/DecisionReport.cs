using System.Collections.Immutable;

namespace Concordat.Oversight.Reports;

/// <summary>A developer's report that a verdict was a false positive, and what a reviewer made of it. Without content.</summary>
/// <param name="Log">Origin of the log that holds the verdict; each node has its own.</param>
/// <param name="Entry">Index of the verdict in that log.</param>
/// <param name="UseCase">Whose request it was.</param>
/// <param name="Key">Id of the API key, which made the request and reports.</param>
/// <param name="Verdict"><c>hold</c> or <c>refuse</c>.</param>
/// <param name="Clauses">The clauses that decided.</param>
/// <param name="Time">When it was reported.</param>
public sealed record DecisionReport(
    string Log, long Entry, string UseCase, string Key, string Verdict, ImmutableArray<string> Clauses, ReportReason Reason, DateTimeOffset Time)
{
    public ReportState State { get; init; }

    /// <summary>Id of the reviewer who settled it; null while it is open.</summary>
    public string? Reviewer { get; init; }

    /// <summary>When they did.</summary>
    public DateTimeOffset? Reviewed { get; init; }
}
