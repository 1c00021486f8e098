namespace Concordat.Gateway.Migrating;

/// <summary>Where a migration stands.</summary>
/// <param name="Last">Its newest step.</param>
/// <param name="Steps">All of them.</param>
public sealed record MigrationState(MigrationPlan Plan, MigrationEvent Last, IReadOnlyList<MigrationEvent> Steps)
{
    /// <summary>It decides where requests go: it runs, or has moved them all and was not ended yet.</summary>
    public bool IsActive => Last.Act is "start" or "advance" or "finish";

    /// <summary>It is judged by what comes of the requests.</summary>
    public bool IsRunning => Last.Act is "start" or "advance";

    public MigrationStage Stage => Plan.Stages[Last.Stage];

    /// <summary>One of <c>running</c>, <c>finished</c>, <c>taken-back</c>, <c>ended</c>.</summary>
    public string State => Last.Act switch
    {
        "finish" => "finished",
        "back" => "taken-back",
        "end" => "ended",
        _ => "running",
    };
}
