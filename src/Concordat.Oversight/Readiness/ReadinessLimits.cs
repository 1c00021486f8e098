namespace Concordat.Oversight.Readiness;

/// <summary>How far a trial reaches.</summary>
/// <param name="RequestsPerDay">Most requests of a day (UTC) on each node; null for any number.</param>
/// <param name="Keys">Ids of the API keys that take part; null for all.</param>
public sealed record ReadinessLimits(int? RequestsPerDay = null, IReadOnlyList<string>? Keys = null);
