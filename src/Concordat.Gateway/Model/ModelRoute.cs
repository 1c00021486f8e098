using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;

namespace Concordat.Gateway.Model;

/// <summary>A model that clients can ask for, and its deployments in the order in which they are tried.</summary>
internal sealed class ModelRoute
{
    private readonly DeploymentModel[] _openAi;
    private readonly DeploymentModel[] _anthropic;

    public ModelRoute(string name, IEnumerable<DeploymentModel> deployments)
    {
        Name = name;
        Resource = new EntityUid(EntityTypes.Model, name);
        Deployments = [.. deployments.OrderBy(deployment => deployment.Config.Priority).ThenBy(deployment => deployment.Config.Name, StringComparer.Ordinal)];
        _openAi = [.. Deployments.Where(deployment => deployment.Speaks(UpstreamFamily.OpenAi))];
        _anthropic = [.. Deployments.Where(deployment => deployment.Speaks(UpstreamFamily.Anthropic))];
    }

    public string Name { get; }

    public EntityUid Resource { get; }

    public DeploymentModel[] Deployments { get; }

    public DeploymentModel[] For(UpstreamFamily family) => family == UpstreamFamily.OpenAi ? _openAi : _anthropic;
}
