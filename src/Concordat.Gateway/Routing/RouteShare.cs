using System.Runtime.InteropServices;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Model;

namespace Concordat.Gateway.Routing;

/// <summary>What one deployment gets of its model's requests.</summary>
/// <param name="Weight">Its part among those of its rank; 0 for none.</param>
/// <param name="Rank">Lower is tried first.</param>
/// <param name="Shadow">Copies, of a hundred requests that may be copied.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RouteShare(int Weight, int Rank, int Shadow = 0)
{
    /// <summary>All weights of a stage together.</summary>
    private const int Whole = 100_000;

    /// <summary>What the configuration says.</summary>
    public static RouteShare Configured(DeploymentModel deployment, RoutePolicy policy) => deployment.Config.Candidate
        ? new RouteShare(0, 0, deployment.Config.Shadow)
        : new RouteShare(policy == RoutePolicy.Weight ? deployment.Config.Weight : 1, deployment.Config.Priority);

    /// <summary>
    /// What a stage of a migration says: old and new deployments share the requests, by their own weights on each side. The old ones stay for when
    /// the new ones cannot answer; the model's others come between.
    /// </summary>
    public static RouteShare Migrating(DeploymentModel deployment, RoutePolicy policy, MigrationPlan plan, MigrationStage stage, IReadOnlyList<DeploymentModel> all)
    {
        var name = deployment.Config.Name;
        var isNew = plan.To.Contains(name, StringComparer.Ordinal);
        if (stage.Weight is not { } weight)
        {
            return Configured(deployment, policy) with { Shadow = isNew ? stage.Shadow ?? 0 : 0 };
        }

        if (!isNew && !plan.From.Contains(name, StringComparer.Ordinal))
        {
            var own = Configured(deployment, policy);
            return own with { Rank = own.Rank + 1, Shadow = 0 };
        }

        var side = isNew ? plan.To : plan.From;
        var part = isNew ? weight : 100 - weight;
        var sum = all.Where(other => side.Contains(other.Config.Name, StringComparer.Ordinal)).Sum(static other => Math.Max(other.Config.Weight, 1));
        return part == 0
            ? new RouteShare(isNew ? 0 : 1, int.MaxValue)
            : new RouteShare(Math.Max(1, (int)((long)Math.Max(deployment.Config.Weight, 1) * part * (Whole / 100) / sum)), -1);
    }
}
