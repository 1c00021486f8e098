using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Safeguards;

namespace Concordat.Gateway.Model;

/// <summary>Reads accreditation ceilings from their words, and puts together what several of them let pass.</summary>
internal static class Ceilings
{
    /// <summary>The network as configured, with the equivalences that are signed.</summary>
    /// <exception cref="InvalidOperationException">The ceiling is not one of the levels.</exception>
    public static AgreedNetwork Configured(NetworkConfig network, ImmutableArray<LevelEquivalence>? equivalences = null)
    {
        ImmutableArray<LevelEquivalence> equal = equivalences is { IsDefault: false } written ? written : [];
        return new AgreedNetwork(network, Read($"network `{network.Id}`", network.Ceiling, network.Nations, network.Compartments, equal), equal);
    }

    /// <summary>The network with what the configuration and the agreement both say: the lower level, the compartments of both, the nations of either.</summary>
    /// <returns>Null where the agreement covers networks and this is none of them.</returns>
    /// <exception cref="InvalidOperationException">The ceiling is not one of the levels.</exception>
    public static AgreedNetwork? Agreed(NetworkConfig network, AgreementTerms terms) => Agreed(Configured(network, terms.Equivalences), terms);

    /// <summary>The same of a network whose configured ceiling was read, or of which nobody knows it.</summary>
    public static AgreedNetwork? Agreed(AgreedNetwork configured, AgreementTerms terms)
    {
        var network = configured.Config;
        configured = configured with { Clouds = terms.Clouds is { IsDefault: false } clouds ? clouds : [] };
        if (terms.Networks is not { } networks)
        {
            return configured;
        }

        if (!networks.TryGetValue(network.Id, out var agreed))
        {
            return null;
        }

        return configured with { Ceiling = Below(configured.Ceiling, $"network `{network.Id}`", agreed, configured.Equivalences) };
    }

    /// <summary>
    /// What may pass to a deployment and back: the lower level of the network, of what it is registered to be accredited for and of what the agreement has its cloud accredited for; what
    /// all are accredited for, and whoever can read at any.
    /// </summary>
    /// <param name="deployment">Null where nobody knows it: then the network alone counts.</param>
    /// <exception cref="InvalidOperationException">A ceiling is not one of the levels.</exception>
    public static NetworkCeiling Of(AgreedNetwork network, DeploymentConfig? deployment)
    {
        if (deployment is null)
        {
            return network.Ceiling;
        }

        var ceiling = deployment.Accreditation is { } own
            ? Both(network.Ceiling, Read("a deployment", own.Ceiling, own.Nations, own.Compartments, network.Equivalences))
            : network.Ceiling;
        return network.Clouds.Where(cloud => cloud.Is(deployment.Cloud) && cloud.Covers(deployment.Partition, deployment.Region) && cloud.Accreditation is not null)
            .Aggregate(ceiling, (lower, cloud) => Below(lower, $"cloud `{cloud.Cloud}`", cloud.Accreditation!, network.Equivalences));
    }

    // What is not written is as it was.
    private static NetworkCeiling Below(NetworkCeiling ceiling, string place, NetworkTerms agreed, ImmutableArray<LevelEquivalence> equal) =>
        Both(ceiling, Read(place, agreed.Ceiling, agreed.Nations ?? [], agreed.Compartments ?? [.. ceiling.Compartments], equal));

    private static NetworkCeiling Both(NetworkCeiling one, NetworkCeiling other) =>
        new(Math.Min(one.Rank, other.Rank), one.Nations.Union(other.Nations, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal))
        {
            NatoRank = Math.Min(one.NatoRank, other.NatoRank),
            NominalRank = Math.Min(one.NominalRank, other.NominalRank),
            Compartments = one.Compartments.Intersect(other.Compartments, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal),
        };

    // The other system's marks pass as far as its highest level that is signed to equal one within the ceiling.
    private static NetworkCeiling Read(string place, string ceiling, IEnumerable<string> nations, IEnumerable<string> compartments, ImmutableArray<LevelEquivalence> equal)
    {
        var (us, nato) = (ClassificationLevels.UsRank(ceiling), ClassificationLevels.NatoRank(ceiling));
        if (us == 0 && nato == 0)
        {
            throw new InvalidOperationException($"the ceiling `{ceiling}` of {place} is not a level; use one of {string.Join(", ", ClassificationLevels.All)}");
        }

        var (isUs, nominal) = (us > 0, Math.Max(us, nato));
        foreach (var each in equal)
        {
            var (american, allied) = (ClassificationLevels.UsRank(each.Us), ClassificationLevels.NatoRank(each.Nato));
            if (isUs && american <= us)
            {
                nato = Math.Max(nato, allied);
            }
            else if (!isUs && allied <= nato)
            {
                us = Math.Max(us, american);
            }
        }

        return new NetworkCeiling(us, nations.ToFrozenSet(StringComparer.Ordinal))
        {
            NatoRank = nato,
            NominalRank = nominal,
            Compartments = compartments.ToFrozenSet(StringComparer.Ordinal),
        };
    }
}
