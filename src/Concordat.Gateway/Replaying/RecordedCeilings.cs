using System.Collections.Frozen;
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
        if ((was?.Networks is null && now.Networks is null) || !label["marked"].AsBool)
        {
            return facts;
        }

        var network = NetworkOf(facts["useCase"].AsRecord["network"].AsString, was, now);
        var accreditation = _deployments.GetValueOrDefault(facts["deployment"].AsRecord["name"].AsString)?.Accreditation;
        var (before, after) = (Ceiling(network, accreditation, was), Ceiling(network, accreditation, now));
        if (before.Rank == after.Rank && before.Nations.SetEquals(after.Nations) && before.Compartments.SetEquals(after.Compartments))
        {
            return facts;
        }

        var measured = FactsBinding.Label(RecordedLabel.Read(label).Under(before, after));
        return CedarRecord.Of(facts.Shape.Names.Select(group => KeyValuePair.Create(group, group is "label" ? measured : facts[group])));
    }

    private NetworkConfig NetworkOf(string id, AgreementTerms? was, AgreementTerms now) => config is { } known && known.Network.Id == id
        ? known.Network
        : new NetworkConfig
        {
            Id = id,
            Ceiling = Ceilings.Levels[^1],
            Nations = [],
            Compartments = [.. ((AgreementTerms?[])[was, now]).SelectMany(terms => terms?.Networks?.GetValueOrDefault(id)?.Compartments ?? [])],
        };

    /// <summary>A network that the terms do not cover may carry nothing that is marked.</summary>
    private static NetworkCeiling Ceiling(NetworkConfig network, AccreditationConfig? accreditation, AgreementTerms? terms) =>
        (terms is null ? network : Ceilings.Agreed(network, terms)) is { } agreed
            ? Ceilings.Of(agreed, accreditation)
            : new NetworkCeiling(0, network.Nations.ToFrozenSet(StringComparer.Ordinal));
}
