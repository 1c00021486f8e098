using System.Collections.Immutable;
using Concordat.Agreements.Differing;

namespace Concordat.Agreements.Authorities;

/// <summary>What became of an authority that clauses of an agreement rest on.</summary>
/// <param name="Use">The authority as the agreement describes it, and the clauses.</param>
/// <param name="Change">What changed in it: a new edition, its end, its words.</param>
/// <param name="NewEdition">The newest edition of the other list, where it is another.</param>
public sealed record AuthorityChange(AuthorityUse Use, TextChange Change, string? NewEdition)
{
    /// <summary>Clauses that stay with the edition that they name. They keep their words until the parties amend them.</summary>
    public ImmutableArray<ClauseId> Stay => [.. Use.PinnedBy.Values.SelectMany(static clauses => clauses).Order()];

    /// <summary>Clauses that follow the authority and now rest on what it has become. Their conditions are as signed all the same.</summary>
    public ImmutableArray<ClauseId> Move => Use.FollowedBy;
}
