using Concordat.Gateway.Model;
using Concordat.Gateway.Shadow;

namespace Concordat.Gateway.Migrating;

/// <summary>What one node, or all together, has seen of deployments since a stage began.</summary>
/// <param name="Answers">Answers of the new deployments that came whole.</param>
/// <param name="Failures">Requests of theirs that failed.</param>
/// <param name="Refused">Their answers that were held or refused.</param>
/// <param name="OldAnswers">Answers of the old deployments.</param>
/// <param name="OldRefused">Of these, held or refused.</param>
/// <param name="Agreed">Copies whose answers agreed.</param>
/// <param name="Copies">Copies that were sent.</param>
internal sealed record MigrationCounts(long Answers, long Failures, long Refused, long OldAnswers, long OldRefused, long Agreed, long Copies)
{
    /// <summary>Time to the first byte of the new deployments as a multiple of the old ones'; null where either is not known.</summary>
    public decimal? Latency { get; init; }

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
            plan.To.Sum(name => shadows.Of(name, "agreed") + shadows.Of(name, "differed") + shadows.Of(name, "failed")))
        {
            Latency = LatencyOf(added, old),
        };
    }

    /// <summary>What was seen after that; nothing where a deployment was taken away meanwhile, and never less.</summary>
    public MigrationCounts Since(MigrationCounts before) => this with
    {
        Answers = Math.Max(Answers - before.Answers, 0),
        Failures = Math.Max(Failures - before.Failures, 0),
        Refused = Math.Max(Refused - before.Refused, 0),
        OldAnswers = Math.Max(OldAnswers - before.OldAnswers, 0),
        OldRefused = Math.Max(OldRefused - before.OldRefused, 0),
        Agreed = Math.Max(Agreed - before.Agreed, 0),
        Copies = Math.Max(Copies - before.Copies, 0),
    };

    /// <summary>What all of them have seen together; latency by how much each has seen.</summary>
    public static MigrationCounts Sum(IReadOnlyCollection<MigrationCounts> nodes)
    {
        MigrationCounts[] timed = [.. nodes.Where(static node => node.Latency is not null && node.Answers + node.Copies > 0)];
        return new(
            nodes.Sum(static node => node.Answers), nodes.Sum(static node => node.Failures), nodes.Sum(static node => node.Refused),
            nodes.Sum(static node => node.OldAnswers), nodes.Sum(static node => node.OldRefused), nodes.Sum(static node => node.Agreed), nodes.Sum(static node => node.Copies))
        {
            Latency = timed.Length == 0 ? null : timed.Sum(static node => node.Latency!.Value * (node.Answers + node.Copies)) / timed.Sum(static node => node.Answers + node.Copies),
        };
    }

    private static decimal? LatencyOf(IEnumerable<DeploymentModel> newer, IEnumerable<DeploymentModel> older)
    {
        double[] added = [.. newer.Select(static deployment => deployment.Health.Latency).Where(static latency => latency > 0)];
        double[] old = [.. older.Select(static deployment => deployment.Health.Latency).Where(static latency => latency > 0)];
        return added.Length == 0 || old.Length == 0 ? null : (decimal)Math.Min(added.Average() / old.Average(), 1e6);
    }

    private static IEnumerable<DeploymentModel> Named(ModelRoute? route, IEnumerable<string> names) =>
        route?.Deployments.Where(deployment => names.Contains(deployment.Config.Name, StringComparer.Ordinal)) ?? [];
}
