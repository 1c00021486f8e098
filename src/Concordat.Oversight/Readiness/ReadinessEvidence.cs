namespace Concordat.Oversight.Readiness;

/// <summary>What a stage rests on.</summary>
/// <param name="Certificate">Id of the preflight certificate that stood.</param>
/// <param name="Evaluation">SHA-256 of the evaluation report, lower hex.</param>
/// <param name="HumanTest">SHA-256 of the record of a test with people, lower hex; needed where a tool may have the effect of force.</param>
public sealed record ReadinessEvidence(string? Certificate = null, string? Evaluation = null, string? HumanTest = null);
