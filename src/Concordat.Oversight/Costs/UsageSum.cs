namespace Concordat.Oversight.Costs;

/// <summary>What one use case, key, model, deployment or vendor used in a span of days.</summary>
/// <param name="Currency">The currency of the cost; empty where there was no price.</param>
/// <param name="Answers">Answers that came.</param>
/// <param name="Estimated">Of those, the ones whose tokens no provider counted.</param>
/// <param name="Cost">In billionths of the currency.</param>
public sealed record UsageSum(string Name, string Currency, long Answers, long Estimated, long Input, long Output, long Cost);
