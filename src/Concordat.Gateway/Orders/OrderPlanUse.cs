using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>One use that an order names.</summary>
/// <param name="Owner">The official who answers for the use case.</param>
/// <param name="Because">Why the order has that standing for it today.</param>
/// <param name="Replacements">Other deployments of the same model that no order in force names, in the order in which they are tried.</param>
/// <param name="Holders">Of these, those whose vendor or model is what a target names in other words, with what it is.</param>
public sealed record OrderPlanUse(
    string UseCase, string Owner, string Deployment, string Model, OrderStanding Standing, string Because, IReadOnlyList<string> Replacements,
    IReadOnlyList<OrderPlanHolderReport> Holders);
