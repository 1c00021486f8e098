using Concordat.Gateway.Model;
using Concordat.Gateway.Shadow;

namespace Concordat.Gateway.Migrating;

/// <summary>What one node has seen of deployments since a stage began.</summary>
/// <param name="Answers">Answers of the new deployments that came whole.</param>
/// <param name="Failures">Requests of theirs that failed.</param>
/// <param name="Refused">Their answers that were held or refused.</param>
/// <param name="OldAnswers">Answers of the old deployments.</param>
/// <param name="OldRefused">Of these, held or refused.</param>
/// <param name="Agreed">Copies whose answers agreed.</param>
/// <param name="Copies">Copies that were sent.</param>
internal sealed record MigrationCounts(long Answers, long Failures, long Refused, long OldAnswers, long OldRefused, long Agreed, long Copies)
{
    public static MigrationCounts Read(MigrationPlan plan, ModelRoute? route, ShadowTally shadows)
    {
        DeploymentModel[] added = [.. Named(route, plan.To)];
        DeploymentModel[] old = [.. Named(route, plan.From)];
        return new MigrationCounts(
            added.Sum(static deployment => deployment.Health.Answers),
            added.Sum(static deployment => deployment.Health.Failures),
            added.Sum(static deployment => deployment.Health.Refused),
            old.Sum(static deployment => deployment.Health.Answers),
            old.Sum(static deployment => deployment.Health.Refused),
            plan.To.Sum(name => shadows.Of(name, "agreed")),
            plan.To.Sum(name => shadows.Of(name, "agreed") + shadows.Of(name, "differed") + shadows.Of(name, "failed")));
    }

    public MigrationCounts Since(MigrationCounts before) => new(
        Answers - before.Answers, Failures - before.Failures, Refused - before.Refused, OldAnswers - before.OldAnswers, OldRefused - before.OldRefused,
        Agreed - before.Agreed, Copies - before.Copies);

    /// <summary>Time to the first byte of the new deployments as a multiple of the old ones'; null where either is not known.</summary>
    public static decimal? Latency(MigrationPlan plan, ModelRoute? route)
    {
        double[] added = [.. Named(route, plan.To).Select(static deployment => deployment.Health.Latency).Where(static latency => latency > 0)];
        double[] old = [.. Named(route, plan.From).Select(static deployment => deployment.Health.Latency).Where(static latency => latency > 0)];
        return added.Length == 0 || old.Length == 0 ? null : (decimal)Math.Min(added.Average() / old.Average(), 1e6);
    }

    private static IEnumerable<DeploymentModel> Named(ModelRoute? route, IEnumerable<string> names) =>
        route?.Deployments.Where(deployment => names.Contains(deployment.Config.Name, StringComparer.Ordinal)) ?? [];
}
