using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;

namespace Concordat.Commands;

/// <summary>One deployment as the configuration has it, with the levels that the gateway lets pass; its evidence is the kind that it must show.</summary>
internal sealed record DeploymentReport(
    string Name, string Model, string Version, string Vendor, string Cloud, string Partition, string Region, string Network, string Hosting, string? Ceiling,
    string? DataTerms, bool Verified, string? Evidence, string? HostingBecause)
{
    /// <param name="ceiling">Null where nobody knows.</param>
    /// <param name="place">Null where nobody knows: then the hosting is unknown.</param>
    public static DeploymentReport Of(DeploymentConfig deployment, DeploymentCeiling? ceiling, DeploymentPlace? place) => new(
        deployment.Name, deployment.Model, deployment.Version, deployment.Vendor, deployment.Cloud, deployment.Partition, deployment.Region, deployment.Network,
        place?.Hosting ?? "unknown", ceiling?.Levels, deployment.DataTerms, deployment.Verified, deployment.Evidence?.Kind, place?.Because);
}
