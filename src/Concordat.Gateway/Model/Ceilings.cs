using System.Collections.Frozen;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Safeguards;

namespace Concordat.Gateway.Model;

/// <summary>Reads a network's accreditation ceiling from its configured words.</summary>
internal static class Ceilings
{
    /// <summary>The levels as configured, lowest first; the rank of facts is the position plus one.</summary>
    public static readonly string[] Levels = ["UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "TOP SECRET"];

    /// <summary>NATO's levels with the rank that the safeguards give texts so marked. NATO RESTRICTED has no U.S. equal and is no ceiling.</summary>
    private static readonly FrozenDictionary<string, int> Nato = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["NATO UNCLASSIFIED"] = 1,
        ["NATO CONFIDENTIAL"] = 3,
        ["NATO SECRET"] = 4,
        ["COSMIC TOP SECRET"] = 5,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The ceiling is not one of the levels.</exception>
    public static NetworkCeiling Of(NetworkConfig network) => Read($"network `{network.Id}`", network.Ceiling, network.Nations, network.Compartments);

    /// <summary>The network with what the configuration and the agreement both say: the lower level, the compartments of both, the nations of either.</summary>
    /// <returns>Null where the agreement covers networks and this is none of them.</returns>
    /// <exception cref="InvalidOperationException">The ceiling is not one of the levels.</exception>
    public static NetworkConfig? Agreed(NetworkConfig network, AgreementTerms terms)
    {
        if (terms.Networks is not { } networks)
        {
            return network;
        }

        return networks.TryGetValue(network.Id, out var agreed)
            ? network with
            {
                Ceiling = Levels[Math.Min(Of(network).Rank, Array.IndexOf(Levels, agreed.Ceiling) + 1) - 1],
                Nations = [.. network.Nations.Union(agreed.Nations ?? [], StringComparer.Ordinal)],
                Compartments = agreed.Compartments is { } compartments ? [.. network.Compartments.Intersect(compartments, StringComparer.Ordinal)] : network.Compartments,
            }
            : null;
    }

    /// <summary>What both networks may carry: the lower level, what both are accredited for, and whoever can read on either.</summary>
    /// <exception cref="InvalidOperationException">A ceiling is not one of the levels.</exception>
    public static NetworkCeiling Of(NetworkConfig network, AccreditationConfig? deployment)
    {
        var outer = Of(network);
        if (deployment is null)
        {
            return outer;
        }

        var inner = Read("a deployment", deployment.Ceiling, deployment.Nations, deployment.Compartments);
        return new NetworkCeiling(Math.Min(outer.Rank, inner.Rank), outer.Nations.Union(inner.Nations, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal))
        {
            Compartments = outer.Compartments.Intersect(inner.Compartments, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    private static NetworkCeiling Read(string place, string ceiling, IReadOnlyList<string> nations, IReadOnlyList<string> compartments)
    {
        var rank = Nato.TryGetValue(ceiling, out var nato) ? nato : Array.IndexOf(Levels, ceiling) + 1;
        return rank == 0
            ? throw new InvalidOperationException($"the ceiling `{ceiling}` of {place} is not a level; use one of {string.Join(", ", Levels)}")
            : new NetworkCeiling(rank, nations.ToFrozenSet(StringComparer.Ordinal)) { Compartments = compartments.ToFrozenSet(StringComparer.Ordinal) };
    }
}
