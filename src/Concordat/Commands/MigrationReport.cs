using Concordat.Gateway.Migrating;

namespace Concordat.Commands;

/// <summary>Where a migration stands.</summary>
/// <param name="State">One of <c>running</c>, <c>finished</c>, <c>taken-back</c>, <c>ended</c>.</param>
/// <param name="Stage">From 1.</param>
/// <param name="Stages">What the new deployments get in each.</param>
internal sealed record MigrationReport(
    string Id, string Model, IReadOnlyList<string> From, IReadOnlyList<string> To, string State, int Stage, IReadOnlyList<string> Stages, IReadOnlyList<MigrationStepReport> Steps)
{
    public static MigrationReport Of(MigrationState migration) => new(
        migration.Plan.Id, migration.Plan.Model, migration.Plan.From, migration.Plan.To, migration.State, migration.Last.Stage + 1,
        [.. migration.Plan.Stages.Select(stage => stage.Share)],
        [.. migration.Steps.Select(step => new MigrationStepReport(step.Act, step.Stage + 1, step.Why, step.Time))]);
}
