namespace Concordat.Oversight.Cases;

/// <summary>What people were asked, and said, about a grey area.</summary>
/// <param name="Open">The oldest open case about exactly these clauses that people can decide.</param>
/// <param name="IsDenied">Whether people denied a case about any of them.</param>
public readonly record struct LikeCases(CaseId? Open, bool IsDenied);
