namespace Concordat.Oversight.Orders;

/// <summary>One date of a phase-out.</summary>
/// <param name="Owner">Who has it to do: the issuer, or the officials of the use cases.</param>
public sealed record OrderMilestoneReport(string Stage, DateTimeOffset Due, bool Reported, string Owner);
