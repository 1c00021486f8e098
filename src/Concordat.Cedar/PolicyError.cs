namespace Concordat.Cedar;

/// <summary>A policy that could not be evaluated, and was therefore not counted.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Message">What went wrong.</param>
public sealed record PolicyError(string PolicyId, string Message);
