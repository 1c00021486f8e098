using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Routing;

namespace Concordat.Gateway.Model;

/// <summary>A model that clients can ask for, and its deployments in the order in which they are tried.</summary>
internal sealed class ModelRoute
{
    private static readonly string[] Paths = ["chat/completions", "responses", "embeddings", "v1/messages"];

    private readonly Dictionary<string, DeploymentModel[]> _candidates;

    /// <param name="rule">How they are chosen among; null for the defaults.</param>
    public ModelRoute(string name, IEnumerable<DeploymentModel> deployments, ModelConfig? rule = null)
    {
        Name = name;
        Policy = Enum.Parse<RoutePolicy>((rule ??= new ModelConfig { Name = name }).Route, ignoreCase: true);
        StickyBy = rule.StickyBy;
        Resource = new EntityUid(EntityTypes.Model, name);
        Deployments = [.. deployments.OrderBy(deployment => deployment.Config.Priority).ThenBy(deployment => deployment.Config.Name, StringComparer.Ordinal)];
        _candidates = Paths.ToDictionary(static path => path, path => Candidates(Deployments, path), StringComparer.Ordinal);
    }

    public string Name { get; }

    public RoutePolicy Policy { get; }

    /// <summary>Members of a request that stand for its conversation, in the order in which they count.</summary>
    public IReadOnlyList<string> StickyBy { get; }

    public EntityUid Resource { get; }

    public DeploymentModel[] Deployments { get; }

    /// <summary>The deployments that a request of this dialect can go to, in the order in which they are tried.</summary>
    public DeploymentModel[] For(Dialect dialect) => _candidates.TryGetValue(dialect.UpstreamPath, out var candidates) ? candidates : Deployments;

    /// <summary>The same without candidates, which get no requests of their own, unless there are no others.</summary>
    public DeploymentModel[] Answering(Dialect dialect) =>
        Array.FindAll(For(dialect), static deployment => !deployment.Config.Candidate) is { Length: > 0 } answering ? answering : For(dialect);

    /// <summary>Among those of one priority, the ones that speak the dialect by themselves come first.</summary>
    private static DeploymentModel[] Candidates(DeploymentModel[] deployments, string path) =>
        [.. deployments.Where(deployment => deployment.Reaches(path)).OrderBy(static deployment => deployment.Config.Priority)
            .ThenBy(deployment => deployment.Speaks(path) ? 0 : 1)];
}
