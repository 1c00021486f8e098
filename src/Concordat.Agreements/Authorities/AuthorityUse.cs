using System.Collections.Immutable;
using Concordat.Agreements.Clauses;

namespace Concordat.Agreements.Authorities;

/// <summary>An authority, and the clauses that rest on it.</summary>
/// <param name="Authority">The authority.</param>
/// <param name="PinnedBy">Clauses that stay with an edition, whatever comes after it, by edition.</param>
/// <param name="FollowedBy">Clauses that move with it.</param>
public sealed record AuthorityUse(
    Authority Authority, ImmutableSortedDictionary<string, ImmutableArray<ClauseId>> PinnedBy, ImmutableArray<ClauseId> FollowedBy)
{
    /// <summary>Whether any clause rests on it.</summary>
    public bool IsUsed => !PinnedBy.IsEmpty || !FollowedBy.IsEmpty;
}
