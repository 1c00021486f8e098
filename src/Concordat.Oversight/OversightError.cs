namespace Concordat.Oversight;

/// <summary>Why something was not done.</summary>
/// <param name="Code">Stable; scripts and documentation cite it.</param>
/// <param name="Message">Says what was wrong and what to do.</param>
public sealed record OversightError(string Code, string Message);
