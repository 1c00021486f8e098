namespace Concordat.Agreements.Clauses;

/// <summary>How a clause names an authority: with the edition that it stays with, or as following amendments.</summary>
/// <param name="Id">Identifier in authorities.json.</param>
/// <param name="Edition">Date of the edition, <c>yyyy-MM-dd</c>; none when the clause follows amendments.</param>
public sealed record AuthorityReference(string Id, string? Edition)
{
    /// <summary>What stands in the place of an edition when a clause follows amendments.</summary>
    public const string FollowsWord = "follows";

    /// <summary>Whether the clause moves with the authority.</summary>
    public bool Follows => Edition is null;

    /// <summary>The written form, <c>dodd-3000.09@2023-01-25</c> or <c>fisa@follows</c>.</summary>
    public override string ToString() => $"{Id}@{Edition ?? FollowsWord}";
}
