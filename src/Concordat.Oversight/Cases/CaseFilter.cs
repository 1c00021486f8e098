namespace Concordat.Oversight.Cases;

/// <summary>Which cases to list; what is null does not restrict.</summary>
public sealed record CaseFilter(CaseState? State = null, string? UseCase = null, CaseType? Type = null);
