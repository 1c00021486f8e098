namespace Concordat.Console.Data;

/// <summary>How the judge model does, since the process began.</summary>
/// <param name="Questions">Suspicions that were only possible.</param>
/// <param name="Answered">Of those, the ones that it answered.</param>
/// <param name="IsShut">It is left alone for a while, because it fails.</param>
public sealed record JudgeView(string Deployment, long Questions, long Answered, bool IsShut);
