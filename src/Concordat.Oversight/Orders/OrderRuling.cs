namespace Concordat.Oversight.Orders;

/// <summary>What orders mean for one use of one deployment.</summary>
/// <param name="Governing">Id of the strictest order in force; null when none is.</param>
public readonly record struct OrderRuling(OrderStanding Standing, string? Governing);
