using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Cedar;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Model;
using Concordat.Safeguards;

namespace Concordat.Gateway.Replaying;

/// <summary>
/// Measures recorded labels against the ceiling that another agreement gives the network, as a gateway under it would have. Immutable.
/// </summary>
/// <remarks>
/// An entry has the level and the controls of a label, not the nations of its release nor the names of programs. Where these decide and the first measurement
/// does not tell, the label counts as above, or as not releasable.
/// </remarks>
/// <param name="config">
/// What the networks of the gateway and of its deployments are accredited for besides. Null where nobody has it: then the ceilings of the agreements alone count.
/// </param>
public sealed class RecordedCeilings(ConcordatConfig? config)
{
    private readonly FrozenDictionary<string, DeploymentConfig> _deployments =
        (config?.Deployments ?? []).ToFrozenDictionary(static deployment => deployment.Name, StringComparer.Ordinal);

    /// <summary>The facts of an entry as they would have been.</summary>
    /// <param name="was">The terms under which they were recorded; null where nobody knows.</param>
    /// <param name="now">The terms to measure by.</param>
    internal CedarRecord Under(CedarRecord facts, AgreementTerms? was, AgreementTerms now)
    {
        var label = facts["label"].AsRecord;
        if ((was?.Networks is null && now.Networks is null && Same(was?.Equivalences, now.Equivalences) && !AccreditsClouds(was) && !AccreditsClouds(now)) || !label["marked"].AsBool)
        {
            return facts;
        }

        var network = facts["useCase"].AsRecord["network"].AsString;
        var deployment = DeploymentOf(facts["deployment"].AsRecord);
        var (before, after) = (Ceiling(network, deployment, was, now), Ceiling(network, deployment, now, was ?? now));
        if (before.Rank == after.Rank && before.NatoRank == after.NatoRank && before.Nations.SetEquals(after.Nations) && before.Compartments.SetEquals(after.Compartments))
        {
            return facts;
        }

        var measured = FactsBinding.Label(RecordedLabel.Read(label).Under(before, after));
        return CedarRecord.Of(facts.Shape.Names.Select(group => KeyValuePair.Create(group, group is "label" ? measured : facts[group])));
    }

    /// <summary>The network with the ceiling that terms give it; one that they do not cover may carry nothing that is marked.</summary>
    private NetworkCeiling Ceiling(string id, DeploymentConfig? deployment, AgreementTerms? terms, AgreementTerms now)
    {
        var network = NetworkOf(id, terms, now);
        return (terms is null ? network : Ceilings.Agreed(network, terms)) is { } agreed
            ? Ceilings.Of(agreed, deployment)
            : new NetworkCeiling(0, network.Ceiling.Nations);
    }

    // Where nobody has the configuration, the terms alone are a bound.
    private AgreedNetwork NetworkOf(string id, AgreementTerms? terms, AgreementTerms now) => config is { } known && known.Network.Id == id
        ? Ceilings.Configured(known.Network, (terms ?? now).Equivalences)
        : new AgreedNetwork(
            new NetworkConfig { Id = id, Ceiling = ClassificationLevels.Us[^1], Nations = [] },
            new NetworkCeiling(ClassificationLevels.Us.Length, [])
            {
                NatoRank = ClassificationLevels.Us.Length,
                NominalRank = ClassificationLevels.Us.Length,
                Compartments = [.. ((AgreementTerms?[])[terms, now]).SelectMany(each => each?.Networks?.GetValueOrDefault(id)?.Compartments ?? [])],
            },
            (terms ?? now).Equivalences ?? []);

    // Of a deployment that nobody has any more the entry tells the cloud and the region.
    private DeploymentConfig DeploymentOf(CedarRecord facts) => _deployments.GetValueOrDefault(facts["name"].AsString)
        ?? new DeploymentConfig { Name = facts["name"].AsString, Model = "", Kind = "", Cloud = facts["cloud"].AsString, Region = facts["region"].AsString };

    private static bool AccreditsClouds(AgreementTerms? terms) => terms?.Clouds is { IsDefault: false } clouds && clouds.Any(static cloud => cloud.Accreditation is not null);

    private static bool Same(ImmutableArray<LevelEquivalence>? one, ImmutableArray<LevelEquivalence>? other) => (one ?? []).SequenceEqual(other ?? []);
}
