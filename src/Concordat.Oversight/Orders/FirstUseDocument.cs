namespace Concordat.Oversight.Orders;

/// <summary>A first use, as it is stored.</summary>
internal sealed record FirstUseDocument(OrderSubject Subject, DateTimeOffset First);
