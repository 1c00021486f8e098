namespace Concordat.Oversight.Orders;

/// <summary>Where an order bites, for people and programs.</summary>
/// <param name="Days">How far back traffic was asked for.</param>
/// <param name="Since">How far back it was counted; later than asked for where the ledger holds less, or the newest entries alone were read.</param>
/// <param name="Requests">Decisions since then, over all uses.</param>
/// <param name="Unreplaced">Uses without a deployment that could take over.</param>
public sealed record OrderPlanReport(OrderReport Order, int Days, DateTimeOffset Since, long Requests, int Unreplaced, IReadOnlyList<OrderPlanUseReport> Uses, IReadOnlyList<OrderMilestoneReport> Calendar);
