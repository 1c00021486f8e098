using Concordat.Gateway.Model;

namespace Concordat.Gateway.Routing;

/// <summary>The deployments that one use case can reach by one model and dialect, in tiers, ready to be chosen among. Immutable, thread-safe.</summary>
/// <remarks>Choosing does no I/O and allocates nothing.</remarks>
internal sealed class RouteTable
{
    private readonly DeploymentModel[] _candidates;
    private readonly RouteTier[] _tiers;

    private RouteTable(DeploymentModel[] candidates, RouteTier[] tiers, (DeploymentModel Deployment, int Share)[] shadows)
    {
        (_candidates, _tiers, Shadows) = (candidates, tiers, shadows);
    }

    /// <summary>The candidates that get copies, with their shares in percent.</summary>
    public (DeploymentModel Deployment, int Share)[] Shadows { get; }

    /// <summary>Puts deployments into the order in which they are tried.</summary>
    /// <param name="deployments">In the order of their priority, those that speak the dialect by themselves first among equals.</param>
    /// <param name="standingOf">How orders stand against one, 0 for not at all: such are tried later, so that a request need not be refused before or after it is answered.</param>
    /// <param name="shareOf">What each gets.</param>
    public static RouteTable Of(
        IReadOnlyList<DeploymentModel> deployments, string path, RoutePolicy policy, Func<DeploymentModel, int> standingOf, Func<DeploymentModel, RouteShare> shareOf)
    {
        var groups = deployments.Where(deployment => shareOf(deployment).Weight > 0)
            .GroupBy(deployment => Rank(deployment, shareOf(deployment).Rank, path, policy, standingOf(deployment)))
            .OrderBy(group => group.Key).ToArray();
        DeploymentModel[] candidates = [.. groups.SelectMany(group => group)];
        var tiers = new RouteTier[groups.Length];
        var first = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            tiers[i] = new RouteTier(candidates, first, groups[i].Count(), policy, deployment => shareOf(deployment).Weight);
            first += groups[i].Count();
        }

        var shadows = deployments.Select(deployment => (deployment, shareOf(deployment).Shadow)).Where(static each => each.Shadow > 0);
        return new RouteTable(candidates, tiers, [.. shadows]);
    }

    /// <summary>The deployment to be tried next; null where none is left.</summary>
    /// <param name="walk">What this request has tried; the choice is noted in it.</param>
    /// <param name="now">UTC ticks.</param>
    public DeploymentModel? Next(ref RouteWalk walk, long now, Random random)
    {
        walk.Pass(_candidates.Length);
        if (walk.Conversation is { } conversation && walk.Home < 0 && _tiers.Length > 0)
        {
            walk.Home = _tiers[0].HomeOf(conversation);
            if (_candidates[walk.Home].Health.Enter(now))
            {
                walk.Choose(walk.Home);
                return _candidates[walk.Home];
            }
        }

        // Those that are well first. Where there are none, one that is shut out is better than nothing.
        return Choose(ref walk, now, random, shutToo: false) ?? Choose(ref walk, now, random, shutToo: true);
    }

    private DeploymentModel? Choose(ref RouteWalk walk, long now, Random random, bool shutToo)
    {
        foreach (var tier in _tiers)
        {
            int index;
            while ((index = tier.Choose(in walk, now, random, shutToo)) >= 0)
            {
                // Where another request tries it again first, it is shut out at the next look.
                if (shutToo || _candidates[index].Health.Enter(now))
                {
                    walk.Choose(index);
                    return _candidates[index];
                }

                if (!_candidates[index].Health.IsShut(now))
                {
                    break; // a clock that was put back; the next tier, or the second round, will do
                }
            }
        }

        return null;
    }

    private static (int Standing, int Rank, bool Translated, decimal Cost) Rank(DeploymentModel deployment, int rank, string path, RoutePolicy policy, int standing) => (
        standing,
        rank,
        policy == RoutePolicy.Priority && !deployment.Speaks(path),
        policy == RoutePolicy.Cost ? deployment.Config.Price?.Blended ?? decimal.MaxValue : 0);
}
