using System.Collections.Frozen;
using Concordat.Gateway.Configuration;
using Concordat.Safeguards;

namespace Concordat.Gateway.Model;

/// <summary>Reads a network's accreditation ceiling from its configured words.</summary>
internal static class Ceilings
{
    /// <summary>The levels as configured, lowest first; the rank of facts is the position plus one.</summary>
    public static readonly string[] Levels = ["UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "TOP SECRET"];

    /// <exception cref="InvalidOperationException">The ceiling is not one of the levels.</exception>
    public static NetworkCeiling Of(NetworkConfig network)
    {
        var rank = Array.IndexOf(Levels, network.Ceiling) + 1;
        return rank == 0
            ? throw new InvalidOperationException($"the ceiling `{network.Ceiling}` of network `{network.Id}` is not a level; use one of {string.Join(", ", Levels)}")
            : new NetworkCeiling(rank, network.Nations.ToFrozenSet(StringComparer.Ordinal)) { Compartments = network.Compartments.ToFrozenSet(StringComparer.Ordinal) };
    }
}
