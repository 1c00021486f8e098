namespace Concordat.Oversight.Costs;

/// <summary>What one key used of one deployment on one day, by UTC.</summary>
/// <param name="Currency">The currency of the cost; empty where the deployment had no price.</param>
/// <param name="Answers">Answers that came.</param>
/// <param name="Estimated">Of those, the ones whose tokens no provider counted.</param>
/// <param name="Cost">In billionths of the currency.</param>
public sealed record UsageDay(
    DateOnly Day, string UseCase, string Key, string Model, string Deployment, string Vendor, string Currency, long Answers, long Estimated, long Input, long Output,
    long Cost);
