using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;

namespace Concordat.Commands;

/// <summary>One deployment as the configuration has it, with the levels that the gateway lets pass; its evidence is the kind that it must show.</summary>
internal sealed record DeploymentReport(
    string Name, string Model, string Version, string Vendor, string Cloud, string Partition, string Region, string Network, string Hosting, string? Ceiling,
    string? DataTerms, bool Verified, string? Evidence)
{
    /// <param name="ceiling">Null where nobody knows.</param>
    public static DeploymentReport Of(DeploymentConfig deployment, DeploymentCeiling? ceiling) => new(
        deployment.Name, deployment.Model, deployment.Version, deployment.Vendor, deployment.Cloud, deployment.Partition, deployment.Region, deployment.Network,
        deployment.Hosting, ceiling?.Levels, deployment.DataTerms, deployment.Verified, deployment.Evidence?.Kind);
}
