namespace Concordat.Oversight.Readiness;

/// <summary>Why a decision on readiness is not taken.</summary>
public sealed class ReadinessException(string message, Exception? inner = null) : Exception(message, inner);
