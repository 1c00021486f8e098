namespace Concordat.Commands;

/// <summary>Where an order bites, for people and programs.</summary>
/// <param name="Requests">Decisions of the last <paramref name="Days"/> days, over all uses.</param>
/// <param name="Unreplaced">Uses without a deployment that could take over.</param>
internal sealed record OrderPlanReport(OrderReport Order, int Days, long Requests, int Unreplaced, IReadOnlyList<OrderPlanUseReport> Uses, IReadOnlyList<OrderMilestoneReport> Calendar);
