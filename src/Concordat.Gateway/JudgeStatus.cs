namespace Concordat.Gateway;

/// <summary>How the judge does, since the process began.</summary>
/// <param name="Deployment">The deployment that is asked.</param>
/// <param name="Questions">Suspicions that were only possible.</param>
/// <param name="Answered">Of those, the ones that it answered.</param>
/// <param name="IsShut">It is left alone for a while, because it fails.</param>
public sealed record JudgeStatus(string Deployment, long Questions, long Answered, bool IsShut);
