namespace Concordat.Oversight.Orders;

/// <summary>One use that an order names.</summary>
/// <param name="Because">Why the order has that standing for it.</param>
/// <param name="Requests">Decisions in the time that was counted.</param>
/// <param name="Last">When the newest was; null when there is none.</param>
public sealed record OrderPlanUseReport(
    string UseCase, string Owner, string Deployment, string Model, string Standing, string Because, long Requests, DateTimeOffset? Last, IReadOnlyList<string> Replacements);
