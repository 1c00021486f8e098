using System.Collections.Frozen;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Model;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Mcp;

/// <summary>A tool server compiled for the request path: clauses see it as the deployment that a call goes to.</summary>
internal sealed class McpServerModel
{
    public McpServerModel(McpServerConfig config, AgreedNetwork network, UpstreamFactory upstreams, int limit, AgreementTerms terms)
    {
        Config = config;
        UseCases = config.UseCases.ToFrozenSet(StringComparer.Ordinal);
        var deployment = config.AsDeployment();
        var place = DeploymentPlace.Of(deployment, terms);
        Deployment = new DeploymentModel(deployment, network, place, new NoUpstream());
        Route = new ModelRoute(config.Name, [Deployment]);
        Upstream = upstreams.CreateMcp(config, limit, place.Rule);
        Catalog = new McpCatalog(config, Upstream, upstreams.Time);
    }

    public McpServerConfig Config { get; }

    public FrozenSet<string> UseCases { get; }

    public DeploymentModel Deployment { get; }

    public ModelRoute Route { get; }

    public McpUpstream Upstream { get; }

    public McpCatalog Catalog { get; }
}
