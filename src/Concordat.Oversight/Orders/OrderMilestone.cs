namespace Concordat.Oversight.Orders;

/// <summary>What is due, and when.</summary>
public sealed record OrderMilestone(MilestoneStage Stage, DateTimeOffset Due);
