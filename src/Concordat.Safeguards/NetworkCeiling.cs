using System.Collections.Frozen;

namespace Concordat.Safeguards;

/// <summary>What the network may carry: the highest rank of texts marked with U.S. levels (0 to 5) and the trigraphs of the nations that can read it.</summary>
public readonly record struct NetworkCeiling(int Rank, FrozenSet<string> Nations)
{
    /// <summary>The highest rank of texts marked with NATO levels (0 to 5). 0 bars all that are so marked.</summary>
    public int NatoRank { get; init; }

    /// <summary>
    /// The rank of the ceiling's own level, whatever system that is of: what is above <see cref="Rank"/> or <see cref="NatoRank"/> and not above this wants an equivalence that nobody signed.
    /// </summary>
    public int NominalRank { get; init; }

    /// <summary>Control systems, special access programs and atomic energy data that it is accredited for, by name: <c>SI</c>, <c>TK</c>, <c>SAR-BP</c>, <c>RD</c>. None unless named.</summary>
    public FrozenSet<string> Compartments { get; init; } = [];
}
