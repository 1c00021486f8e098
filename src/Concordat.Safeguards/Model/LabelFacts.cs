using System.Collections.Frozen;
using Concordat.Safeguards.Labels;

namespace Concordat.Safeguards.Model;

/// <summary>Classification marks found in the text, measured against the network.</summary>
public sealed record LabelFacts(
    bool Marked,
    string Level,
    long Rank,
    FrozenSet<string> Controls,
    bool AboveNetwork,
    bool Releasable,
    bool Malformed)
{
    internal const string NatoUnequal = "it is marked with a NATO level, and the agreement signs no equivalence of that level with a U.S. one within the ceiling (`terms.equivalences`)";
    internal const string UsUnequal = "it is marked with a U.S. level, and the agreement signs no equivalence of that level with a NATO one within the ceiling (`terms.equivalences`)";

    /// <summary>Which equivalence of levels is missing, where the text is above the network for want of one; null where that is not why.</summary>
    public string? Unequal { get; init; }

    /// <summary>The same marks measured against another network. Pure.</summary>
    /// <remarks>
    /// The facts name neither programs nor the nations of a release. Where these matter and the first measurement does not tell, the stricter answer is given:
    /// above, or not releasable.
    /// </remarks>
    /// <param name="was">The network that they were measured against.</param>
    /// <param name="now">The other one.</param>
    public LabelFacts Under(in NetworkCeiling was, in NetworkCeiling now) =>
        Marked ? this with { AboveNetwork = !IsWithin(was, now) || !IsAccredited(was, now), Releasable = IsReleasable(was, now), Unequal = null } : this;

    // Beside a NATO mark the facts do not tell of which system the highest one is.
    private bool IsWithin(NetworkCeiling was, NetworkCeiling now) => Controls.Contains(MarkLexicon.Nato)
        ? Rank <= Math.Min(now.Rank, now.NatoRank) || (!AboveNetwork && was.NatoRank > 0 && was.Rank <= now.Rank && was.NatoRank <= now.NatoRank)
        : Rank <= now.Rank;

    private bool IsAccredited(NetworkCeiling was, NetworkCeiling now) =>
        (!AboveNetwork && was.Compartments.IsSubsetOf(now.Compartments)) || Controls.Where(MarkOrder.IsCompartment).All(now.Compartments.Contains);

    private bool IsReleasable(NetworkCeiling was, NetworkCeiling now) =>
        now.Nations.All(static nation => nation == "USA") || (Releasable && now.Nations.IsSubsetOf(was.Nations));
}
