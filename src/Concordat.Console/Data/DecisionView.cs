namespace Concordat.Console.Data;

/// <summary>One recorded decision, without content.</summary>
/// <param name="Entry">Index in the ledger.</param>
/// <param name="On">What was decided on: <c>request</c>, <c>answer</c> or <c>toolCall</c>.</param>
/// <param name="Remedy">For a hold what it waits for: <c>authorize</c>, <c>ruling</c> or <c>mask</c>.</param>
/// <param name="Clauses">The clauses that decided; none for a permit.</param>
/// <param name="Case">The case that a hold opened.</param>
public sealed record DecisionView(
    long Entry,
    DateTimeOffset Time,
    string UseCase,
    string On,
    VerdictWord Verdict,
    string? Remedy,
    IReadOnlyList<DecidingClauseView> Clauses,
    string? Case);
