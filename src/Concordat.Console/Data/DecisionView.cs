namespace Concordat.Console.Data;

/// <summary>One recorded decision, without content.</summary>
/// <param name="Entry">Index in the ledger.</param>
/// <param name="On">What was decided on: <c>request</c>, <c>answer</c> or <c>toolCall</c>.</param>
/// <param name="Remedy">
/// For a hold what it waits for: <c>authorize</c>, <c>ruling</c> or <c>mask</c>. For a permit how it was let out: <c>mask</c>, or <c>ruling</c> where certified
/// work goes on with notice.
/// </param>
/// <param name="Clauses">The clauses that decided; none for a permit without notice.</param>
/// <param name="Case">The case that a hold opened, or that stands beside a permit with notice.</param>
public sealed record DecisionView(
    long Entry,
    DateTimeOffset Time,
    string UseCase,
    string On,
    VerdictWord Verdict,
    string? Remedy,
    IReadOnlyList<DecidingClauseView> Clauses,
    string? Case);
