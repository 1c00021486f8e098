namespace Concordat.Commands;

/// <summary>What a check of documents found.</summary>
internal sealed record CheckReport(bool Valid, IReadOnlyList<FindingReport> Findings);
