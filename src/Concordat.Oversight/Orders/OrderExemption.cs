namespace Concordat.Oversight.Orders;

/// <summary>A use case that an order spares for a time.</summary>
/// <param name="Reason">Why no other way serves.</param>
/// <param name="Mitigation">What is done about the risk meanwhile.</param>
public sealed record OrderExemption(string UseCase, string Reason, string Mitigation, DateTimeOffset Expires);
