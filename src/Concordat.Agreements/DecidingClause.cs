namespace Concordat.Agreements;

/// <summary>A clause that decided, and what it says to the person it concerns.</summary>
/// <param name="Clause">The clause.</param>
/// <param name="Because">Why, in plain words.</param>
/// <param name="WouldChange">What would change the outcome.</param>
public sealed record DecidingClause(Clause Clause, string Because, string WouldChange)
{
    /// <summary>For a clause that could not be evaluated: what the evaluator said. It names facts and types, never content.</summary>
    public string? Error { get; init; }
}
