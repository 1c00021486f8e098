namespace Concordat.Oversight.Orders;

/// <summary>One use that an order names.</summary>
/// <param name="Because">Why the order has that standing for it.</param>
/// <param name="Requests">Decisions in the time that was counted.</param>
/// <param name="Replacements">
/// Other deployments of the model that no order in force names, that hold nothing of its targets as far as is known, and where the clauses let go what the use case sends.
/// </param>
/// <param name="Holders">Deployments that would be replacements, but that themselves hold what a target names; nobody should move there unknowing.</param>
/// <param name="Barred">Deployments that would be replacements, but that a clause does not let the use case's requests go to.</param>
/// <param name="Last">When the newest was; null when there is none.</param>
public sealed record OrderPlanUseReport(
    string UseCase, string Owner, string Deployment, string Model, string Standing, string Because, long Requests, DateTimeOffset? Last, IReadOnlyList<string> Replacements,
    IReadOnlyList<OrderPlanHolderReport> Holders, IReadOnlyList<OrderPlanBarredReport> Barred)
{
    /// <summary>What can take its place for people, such as <c>none (tuned holds a target; abroad barred by 7.2)</c>.</summary>
    public string ReplacementWords()
    {
        var plain = Replacements.Count == 0 ? "none" : string.Join(", ", Replacements);
        List<string> others = [.. Barred.Select(static barred => barred.ShortWords())];
        if (Holders.Count > 0)
        {
            others.Insert(0, $"{string.Join(", ", Holders.Select(static holder => holder.Deployment))} {(Holders.Count == 1 ? "holds" : "hold")} a target");
        }

        return others.Count == 0 ? plain : $"{plain} ({string.Join("; ", others)})";
    }

    /// <summary>Why deployments are not proposed, a line each.</summary>
    public IEnumerable<string> UnproposedLines() =>
        Holders.Select(holder => (holder.Deployment, holder.Because)).Concat(Barred.Select(static barred => (barred.Deployment, Because: barred.Words())))
            .Select(each => $"not proposed for {UseCase} in place of {Deployment}: {each.Deployment}: {each.Because}");
}
