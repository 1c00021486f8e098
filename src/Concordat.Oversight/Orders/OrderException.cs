namespace Concordat.Oversight.Orders;

/// <summary>A document is not taken; the message says where and why.</summary>
public sealed class OrderException(string message, Exception? inner = null) : Exception(message, inner);
