namespace Concordat.Oversight.Orders;

/// <summary>One use that an order names.</summary>
/// <param name="Because">Why the order has that standing for it.</param>
/// <param name="Requests">Decisions in the time that was counted.</param>
/// <param name="Replacements">Other deployments of the model that no order in force names, and that hold nothing of its targets as far as is known.</param>
/// <param name="Holders">Deployments that would be replacements, but that themselves hold what a target names; nobody should move there unknowing.</param>
/// <param name="Last">When the newest was; null when there is none.</param>
public sealed record OrderPlanUseReport(
    string UseCase, string Owner, string Deployment, string Model, string Standing, string Because, long Requests, DateTimeOffset? Last, IReadOnlyList<string> Replacements,
    IReadOnlyList<OrderPlanHolderReport> Holders)
{
    /// <summary>What can take its place for people, such as <c>none (tuned holds a target)</c>.</summary>
    public string ReplacementWords()
    {
        var plain = Replacements.Count == 0 ? "none" : string.Join(", ", Replacements);
        return Holders.Count == 0 ? plain : $"{plain} ({string.Join(", ", Holders.Select(static holder => holder.Deployment))} {(Holders.Count == 1 ? "holds" : "hold")} a target)";
    }

    /// <summary>Why deployments are not proposed, a line each.</summary>
    public IEnumerable<string> HolderLines() => Holders.Select(holder => $"not proposed for {UseCase} in place of {Deployment}: {holder.Deployment}: {holder.Because}");
}
