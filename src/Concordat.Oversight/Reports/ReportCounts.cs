namespace Concordat.Oversight.Reports;

/// <summary>How many verdicts were reported in a time, and what reviewers made of those reports since.</summary>
public sealed record ReportCounts(long Reported, long Upheld, long Dismissed);
