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
    /// <summary>The same marks measured against another network. Pure.</summary>
    /// <remarks>
    /// The facts name neither programs nor the nations of a release. Where these matter and the first measurement does not tell, the stricter answer is given:
    /// above, or not releasable.
    /// </remarks>
    /// <param name="was">The network that they were measured against.</param>
    /// <param name="now">The other one.</param>
    public LabelFacts Under(in NetworkCeiling was, in NetworkCeiling now) =>
        Marked ? this with { AboveNetwork = Rank > now.Rank || !IsAccredited(was, now), Releasable = IsReleasable(was, now) } : this;

    private bool IsAccredited(NetworkCeiling was, NetworkCeiling now) =>
        (!AboveNetwork && was.Compartments.IsSubsetOf(now.Compartments)) || Controls.Where(MarkOrder.IsCompartment).All(now.Compartments.Contains);

    private bool IsReleasable(NetworkCeiling was, NetworkCeiling now) =>
        now.Nations.All(static nation => nation == "USA") || (Releasable && now.Nations.IsSubsetOf(was.Nations));
}
