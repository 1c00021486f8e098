using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Publishing;

/// <summary>The terms of an agreement as the public may read them: all of it but what the parties withhold.</summary>
/// <param name="Format">Always <c>concordat-terms/1</c>.</param>
/// <param name="Agreement">Hash of the whole agreement, by which whoever has it can check that this is its public part.</param>
/// <param name="Id">Id of the agreement.</param>
/// <param name="Version">Its version.</param>
/// <param name="Title">Its title.</param>
/// <param name="Effective">From when it holds, RFC 3339 in UTC.</param>
/// <param name="Expires">Until when, or null.</param>
/// <param name="Roles">Who must sign the agreement and this statement.</param>
/// <param name="Terms">Terms that machinery other than clauses carries out.</param>
/// <param name="Prose">The prose; a part that is withheld has its number and nothing else.</param>
/// <param name="Clauses">The clauses that are not withheld.</param>
/// <param name="Authorities">The authorities that those clauses rest on.</param>
/// <param name="Withheld">What is withheld: numbers of articles and provisions, and annexes.</param>
public sealed record TermsStatement(
    string Format,
    string Agreement,
    string Id,
    string Version,
    string Title,
    string Effective,
    string? Expires,
    ImmutableArray<string> Roles,
    AgreementTerms Terms,
    string Prose,
    ImmutableArray<TermsClause> Clauses,
    ImmutableArray<Authority> Authorities,
    ImmutableArray<string> Withheld)
{
    /// <summary>The one format there is.</summary>
    public const string CurrentFormat = "concordat-terms/1";

    /// <summary>Media type of the signed payload.</summary>
    public const string MediaType = "application/vnd.concordat.terms.v1+json";

    /// <summary>Who fills the roles; none in a template.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Names { get; init; }

    /// <summary>Why the parties signed although the red lines are not proven; none when they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unproven { get; init; }
}
