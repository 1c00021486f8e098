using System.Collections.Immutable;

namespace Concordat.Agreements.Rulings;

/// <summary>What a signed ruling says to the clauses: within its bounds, these clauses hold nothing.</summary>
/// <param name="Id">Of the ruling.</param>
/// <param name="Clauses">The clauses that it rules on; each has the remedy <c>ruling</c> and is no red line.</param>
/// <param name="Opens">The red lines that its signers say it may open; each names <c>ruling</c> among its acts.</param>
/// <param name="Condition">Its bounds, a Cedar expression over <c>context</c>.</param>
public sealed record StandingRuling(string Id, ImmutableArray<ClauseId> Clauses, ImmutableArray<ClauseId> Opens, string Condition)
{
    /// <summary>The ruling as a clause of its own: what it permits, for people to read and for machines to evaluate.</summary>
    public string Text() => $$"""
        @ruling("{{Id}}")
        @clauses("{{string.Join(", ", Clauses)}}")
        permit (principal, action, resource)
        when { {{Condition}} };
        """;
}
