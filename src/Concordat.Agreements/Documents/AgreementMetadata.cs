using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>What identifies an agreement and says who must sign it and when it holds: agreement.json.</summary>
/// <param name="Format">Always <c>concordat-agreement/1</c>.</param>
/// <param name="Id">Stable through all versions.</param>
/// <param name="Version">Three numbers, <c>1.0.0</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Effective">From when it holds, RFC 3339 in UTC, <c>2026-11-01T00:00:00Z</c>.</param>
/// <param name="Expires">Until when, or null.</param>
/// <param name="Previous">Hash of the version that this one amends, or null for the first.</param>
/// <param name="Roles">Each must have signed; <c>department</c> and <c>vendor</c> are always among them.</param>
/// <param name="Terms">Terms that machinery other than clauses carries out.</param>
public sealed record AgreementMetadata(
    string Format,
    string Id,
    string Version,
    string Title,
    string Effective,
    string? Expires,
    string? Previous,
    ImmutableArray<string> Roles,
    AgreementTerms Terms)
{
    /// <summary>The one format there is.</summary>
    public const string CurrentFormat = "concordat-agreement/1";

    /// <summary>
    /// Who fills a role, and what it calls itself and its products; the legal name first. Of two instances of one template these may differ
    /// and nothing else. None in a template.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Names { get; init; }

    /// <summary>
    /// Why this amendment waits for no notice, in words: both parties declare it by signing. None in one that waits.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Urgent { get; init; }

    /// <summary>What a public statement of terms leaves out: articles (<c>13</c>), provisions (<c>13.2</c>) and annexes (<c>Annex A</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Withheld { get; init; }
}
