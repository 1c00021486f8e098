using Concordat.Gateway.Configuration;

namespace Concordat.Commands;

/// <summary>One deployment as the configuration has it; its evidence is the kind that it must show.</summary>
internal sealed record DeploymentReport(
    string Name, string Model, string Version, string Vendor, string Cloud, string Partition, string Region, string Network, string Hosting, string? Ceiling,
    string? DataTerms, bool Verified, string? Evidence)
{
    public static DeploymentReport Of(DeploymentConfig deployment) => new(
        deployment.Name, deployment.Model, deployment.Version, deployment.Vendor, deployment.Cloud, deployment.Partition, deployment.Region, deployment.Network,
        deployment.Hosting, deployment.Accreditation?.Ceiling, deployment.DataTerms, deployment.Verified, deployment.Evidence?.Kind);
}
