using System.Collections.Immutable;
using Concordat.Agreements.Facts;

namespace Concordat.Agreements.Differing;

/// <summary>A clause that an amendment adds, strikes or changes, and what that does to verdicts.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Before">The clause before; none when it is new.</param>
/// <param name="After">The clause after; none when it is gone.</param>
public sealed record ClauseChange(ChangeKind Kind, Clause? Before, Clause? After)
{
    /// <summary>Its number.</summary>
    public ClauseId Id => (After ?? Before!).Id;

    /// <summary>Its title, after the amendment where it is not gone.</summary>
    public string Title => (After ?? Before!).Title;

    /// <summary>What changes in its words: title, authority, remedy, acts that open it; each as <c>before → after</c>.</summary>
    public required ImmutableArray<string> Details { get; init; }

    /// <summary>Facts for which it newly holds; any one of the regions.</summary>
    public required ImmutableArray<Region> NewlyHolds { get; init; }

    /// <summary>Facts for which it holds no longer.</summary>
    public required ImmutableArray<Region> NoLongerHolds { get; init; }

    /// <summary>Of a clause that is new or gone: facts that it excepts.</summary>
    public required ImmutableArray<Region> Exceptions { get; init; }

    /// <summary>Whether other conditions or exceptions of it, which stay, narrow those regions.</summary>
    public required bool OtherwiseAsBefore { get; init; }

    /// <summary>The verdicts that it changes; empty when it is proved that it changes none.</summary>
    public required ImmutableArray<ClauseEffect> Effects { get; init; }
}
