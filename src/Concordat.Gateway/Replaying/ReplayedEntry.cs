namespace Concordat.Gateway.Replaying;

/// <summary>An entry whose verdict came out otherwise than recorded.</summary>
/// <param name="Index">Its place in the ledger.</param>
/// <param name="Type">What it records: <c>decision</c>, <c>outcome</c> or <c>preflight</c>.</param>
/// <param name="UseCase">The use case.</param>
/// <param name="Recorded">Verdict as recorded; <c>hold</c> where a case released what was held.</param>
/// <param name="RecordedClauses">The clauses recorded; empty for a permit.</param>
/// <param name="Replayed">Verdict now.</param>
/// <param name="ReplayedClauses">The clauses that decide it now.</param>
public sealed record ReplayedEntry(
    long Index, string Type, string UseCase, string Recorded, IReadOnlyList<string> RecordedClauses, string Replayed, IReadOnlyList<string> ReplayedClauses);
