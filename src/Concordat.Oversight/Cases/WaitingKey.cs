namespace Concordat.Oversight.Cases;

/// <summary>A place in the list of cases by deadline.</summary>
public readonly record struct WaitingKey(DateTimeOffset Expires, CaseId Id);
