using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Upstreams;
using Concordat.Oversight.Grants;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Gateway.Model;

/// <summary>
/// The configuration and the agreement in force, compiled; swapped whole on reload. A request keeps the one it began with. Immutable.
/// </summary>
internal sealed class GatewayModel
{
    public GatewayModel(ConcordatConfig config, Agreement agreement, UpstreamFactory upstreams)
    {
        Config = config;
        Agreement = agreement;
        Ceiling = Ceilings.Of(config.Network);
        Sources = new SourceRegistry(config.Sources);
        Tools = new ToolRegistry(config.Tools);
        Approvers = [.. config.Approvers.Select(approver => new Approver(
            approver.Id, approver.Name, approver.Role, approver.Party, VerifyingKey.Load(approver.Key), [.. approver.RequestsFor]))];
        UseCases = config.UseCases.ToFrozenDictionary(
            useCase => useCase.Id, useCase => new UseCaseModel(useCase, config.Network, Sources), StringComparer.Ordinal);
        Routes = config.Deployments
            .Select(deployment => new DeploymentModel(deployment, config.Network, upstreams.Create(deployment)))
            .GroupBy(deployment => deployment.Config.Model, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => new ModelRoute(group.Key, group), StringComparer.Ordinal);
    }

    public ConcordatConfig Config { get; }

    public Agreement Agreement { get; }

    public NetworkCeiling Ceiling { get; }

    public SourceRegistry Sources { get; }

    public ToolRegistry Tools { get; }

    /// <summary>Who may decide cases.</summary>
    public ImmutableArray<Approver> Approvers { get; }

    public FrozenDictionary<string, UseCaseModel> UseCases { get; }

    public FrozenDictionary<string, ModelRoute> Routes { get; }

}
