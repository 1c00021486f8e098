using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Clauses;

/// <summary>A law, directive or policy that clauses rest on, as data with a date. What is not known is null and the note says so.</summary>
/// <param name="Id">Identifier that clauses use.</param>
/// <param name="Title">Its title.</param>
/// <param name="Citation">How lawyers cite it.</param>
/// <param name="Edition">Date of the edition described, <c>yyyy-MM-dd</c>, or null.</param>
/// <param name="Url">Where it is published, or null.</param>
/// <param name="Status">Whether it is in force, in words.</param>
/// <param name="AsOf">The day on which that was so, <c>yyyy-MM-dd</c>.</param>
/// <param name="TextHash">Lower-case hex SHA-256 of its text, or null.</param>
/// <param name="SupersededBy">What replaces it, in words, or null.</param>
/// <param name="Note">What else a reader should know, or null.</param>
public sealed record Authority(
    string Id,
    string Title,
    string Citation,
    string? Edition,
    string? Url,
    string Status,
    string AsOf,
    string? TextHash,
    string? SupersededBy,
    string? Note)
{
    /// <summary>The last day on which it is in force, <c>yyyy-MM-dd</c>, where it ends by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expires { get; init; }

    /// <summary>Editions before this one that clauses stay with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<AuthorityEdition>? Earlier { get; init; }

    /// <summary>Whether an edition is this one, or one of those before it.</summary>
    public bool Has(string edition) => Edition == edition || (Earlier ?? []).Any(each => each.Edition == edition);
}
