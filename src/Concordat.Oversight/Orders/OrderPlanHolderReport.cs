namespace Concordat.Oversight.Orders;

/// <summary>A deployment that could take the place of one that an order names, but for what it is itself.</summary>
/// <param name="Because">What of it an order's target names: its vendor, or a component of its bill of materials.</param>
public sealed record OrderPlanHolderReport(string Deployment, string Because);
