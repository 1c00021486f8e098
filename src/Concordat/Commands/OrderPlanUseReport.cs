namespace Concordat.Commands;

/// <summary>One use that an order names.</summary>
/// <param name="Requests">Decisions of the last days.</param>
/// <param name="Last">When the newest was; null when there is none.</param>
internal sealed record OrderPlanUseReport(
    string UseCase, string Owner, string Deployment, string Model, string Standing, long Requests, DateTimeOffset? Last, IReadOnlyList<string> Replacements);
