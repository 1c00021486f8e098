namespace Concordat.Oversight.Rulings;

/// <summary>A document is not taken; the message says where and why.</summary>
public sealed class RulingException(string message, Exception? inner = null) : Exception(message, inner);
