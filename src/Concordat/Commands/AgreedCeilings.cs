using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>What the gateway of an installation lets pass to its deployments; nobody knows it without the agreement.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Terms">Of the agreement that it names; null where that cannot be used.</param>
/// <param name="Fault">Why not.</param>
internal sealed record AgreedCeilings(ConcordatConfig Config, AgreementTerms? Terms, string Fault)
{
    public static AgreedCeilings Load(ConcordatConfig config, CommandServices services)
    {
        try
        {
            return new AgreedCeilings(config, ReplayAgreements.LoadSigned(config.Agreement, TrustedParties.Of(config), services.Time.GetUtcNow()).Terms, "");
        }
        catch (Exception fault) when (fault is CommandException or SigningFormatException or IOException or UnauthorizedAccessException)
        {
            return new AgreedCeilings(config, null, fault.Message);
        }
    }

    /// <summary>What passes to a deployment and back; null where nobody knows.</summary>
    public DeploymentCeiling? Of(DeploymentConfig deployment) => Terms is null ? null : DeploymentCeiling.Of(Config, Terms, deployment);

    /// <summary>Where a deployment counts as hosted; null where nobody knows.</summary>
    public DeploymentPlace? PlaceOf(DeploymentConfig deployment) => Terms is null ? null : DeploymentPlace.Of(deployment, Terms);

    /// <summary>The ceiling in words.</summary>
    public string ToWords(DeploymentConfig deployment) => Of(deployment) is { } known
        ? $"texts up to {known.ToWords()}"
        : $"ceiling unknown: the agreement `{Config.Agreement}` cannot be used (`concordat agreement verify` says why)";
}
