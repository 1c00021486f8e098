using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;

namespace Concordat.Gateway.Deployments;

/// <summary>What texts may pass to a deployment and back, as the gateway applies it: by the agreement, the network, its cloud and the deployment's own accreditation together.</summary>
/// <param name="Levels">The highest U.S. and NATO levels, in words; what is not named passes only unmarked.</param>
/// <param name="Nations">Who can read there.</param>
/// <param name="Compartments">What it is accredited for besides.</param>
public sealed record DeploymentCeiling(string Levels, ImmutableArray<string> Nations, ImmutableArray<string> Compartments)
{
    /// <exception cref="InvalidOperationException">A ceiling is not one of the levels.</exception>
    public static DeploymentCeiling Of(ConcordatConfig config, AgreementTerms terms, DeploymentConfig deployment)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(deployment);
        if (Ceilings.Agreed(config.Network, terms) is not { } network)
        {
            return new DeploymentCeiling($"nothing: the agreement does not cover the network {config.Network.Id}", [], []);
        }

        var ceiling = Ceilings.Of(network, deployment);
        var levels = ((string?[])[ClassificationLevels.UsName(ceiling.Rank), ClassificationLevels.NatoName(ceiling.NatoRank)]).OfType<string>().ToArray();
        return new DeploymentCeiling(
            levels.Length == 0 ? "unmarked texts alone" : string.Join(", ", levels),
            [.. ceiling.Nations.Order(StringComparer.Ordinal)],
            [.. ceiling.Compartments.Order(StringComparer.Ordinal)]);
    }

    /// <summary>In words, such as <c>SECRET, NATO SECRET for USA, DEU</c>.</summary>
    public string ToWords() => string.Join(
        "; ", ((string[])[Nations.IsEmpty ? Levels : $"{Levels} for {string.Join(", ", Nations)}", Compartments.IsEmpty ? "" : $"compartments {string.Join(", ", Compartments)}"]).Where(static part => part.Length > 0));
}
