namespace Concordat.Cedar.Conformance;

/// <summary>Something that came out otherwise than a case expects.</summary>
/// <param name="Case">Path of the case, from the directory of the suite.</param>
/// <param name="Message">What was expected and what was found.</param>
public sealed record ConformanceFailure(string Case, string Message);
