using System.Collections.Frozen;

namespace Concordat.Safeguards;

/// <summary>What the network may carry: the highest classification rank (0 to 5) and the trigraphs of the nations that can read it.</summary>
public readonly record struct NetworkCeiling(int Rank, FrozenSet<string> Nations)
{
    /// <summary>Control systems, special access programs and atomic energy data that it is accredited for, by name: <c>SI</c>, <c>TK</c>, <c>SAR-BP</c>, <c>RD</c>. None unless named.</summary>
    public FrozenSet<string> Compartments { get; init; } = [];
}
